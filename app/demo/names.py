"""Names of people who do not exist: given names from many places, invented family names."""

from __future__ import annotations

import random
import unicodedata
from collections.abc import Iterator

GIVEN = (
    "Abdi Adela Agnes Ahmed Aina Albin Alicja Alva Amal Amina Anders Anja Anton Arvid Asta "
    "Aster Axel Bahar Bengt Birgit Bo Britta Carina Cecilia Dagny Dalia Daniel Dawit Doris "
    "Edit Eino Elias Elif Elin Elsa Emin Emma Erik Ester Eva Fadi Farida Felicia Filip "
    "Fredrik Gabriel Gerd Goran Greta Gunilla Gustav Hana Hanna Harald Hassan Hedda Helmi "
    "Henrik Hilda Hodan Ida Idris Inger Ingrid Irma Isak Ivar Jamila Jan Jasmin Jelena Jens "
    "Joel Johanna Jonas Josefin Kaisa Karim Karin Katarina Kerstin Kjell Klara Lars Layla "
    "Leif Leila Lena Leo Linnea Liv Lovisa Ludvig Maja Malik Malin Marcus Margit Maria Marta "
    "Martin Mattias Meron Mikael Milan Mira Mona Naima Nadja Nils Noor Ola Olga Olof Omar "
    "Oskar Otto Paula Per Peter Petra Rahel Ramin Rebecka Rikard Robin Rosa Ruth Saga Said "
    "Samira Samuel Sanna Sara Selma Signe Simon Sigrid Siv Sofia Solveig Stig Sune Svea Tarik "
    "Tekle Teodor Tove Tuva Ulf Ulla Vera Viktor Vilma Yasin Ylva Yosef Yvonne Zahra Zeynep "
    "Åke Åsa Örjan"
).split()
FIRST = (
    "Alm Asp Blå Bäck Dag Ek Eng Fjäll Gran Gryning Gräs Havre Hägg Is Klöver Korn Lind Ljung "
    "Lärk Löv Moss Måne Norr Regn Rå Rönn Sand Sil Sjö Skog Snö Sol Sten Säv Tall Trast Vass "
    "Vide Vind Äng Ört"
).split()
LAST = (
    "dimma driva fjäder glimt glänta gläntan hällen kvitter rimfrost skimmer skugga slinga "
    "strimma strå susning tuva töcken vadet"
).split()


def family_names() -> list[str]:
    """Every family name that can be put together, in a fixed order."""
    return [f + last for f in FIRST for last in LAST if f[-1].lower() != last[0]]


def people(rng: random.Random) -> Iterator[tuple[str, str]]:
    """Given and family names without end, no pair twice."""
    families = family_names()
    taken: set[tuple[str, str]] = set()
    while True:
        name = (rng.choice(GIVEN), rng.choice(families))
        if name not in taken:
            taken.add(name)
            yield name


def address(given: str, family: str, domain: str) -> str:
    """An e-mail address at a domain that can never exist."""
    plain = unicodedata.normalize("NFKD", f"{given}.{family}".lower())
    return "".join(sign for sign in plain if sign.isascii()) + "@" + domain
