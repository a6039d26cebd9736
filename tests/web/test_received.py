"""Text comes in without control characters, from addresses and forms of both kinds."""

from __future__ import annotations

import io
from typing import Any

import pytest
from flask import request

from tests.web.town_made import Town


@pytest.mark.parametrize(
    ("sent", "read"),
    [
        ("rad ett\r\nrad två\tslut", "rad ett\r\nrad två\tslut"),
        ("a\x00b\x0bc\x1b[31m\x7f\x85", "abc[31m"),
        ("Åsa 🦉 “då” –\u00a0\u202f!", "Åsa 🦉 “då” –\u00a0\u202f!"),
        ("", ""),
    ],
)
def test_text_is_read_without_control_characters(town: Town, sent: str, read: str) -> None:
    file = (io.BytesIO(b"\x00\x01"), "x.csv")
    for data in ({"text": sent}, {"text": sent, "file": file}):
        with town.app.test_request_context("/", method="POST", query_string={"q": sent}, data=data):
            assert request.args["q"] == request.form["text"] == request.values["q"] == read
            if "file" in data:
                assert request.files["file"].read() == b"\x00\x01"


def test_several_values_of_one_name_are_all_kept_in_order(town: Town) -> None:
    with town.app.test_request_context("/?a=1&b\x00=2&a=%003"):
        assert request.args.getlist("a") == ["1", "3"]
        assert request.args["b"] == "2"


@pytest.mark.parametrize("path", ["/%00", "/intyg/%00", "/losenord/a%0Ab", "/kurser/%C2%85/x"])
def test_an_address_with_control_characters_leads_nowhere(town: Town, path: str) -> None:
    for who in (None, "learner"):
        client: Any = town.client(who)
        assert client.get(path).status_code == 404
