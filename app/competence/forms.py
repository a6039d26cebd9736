"""What the map can be narrowed to, all of it in the address."""

from __future__ import annotations

from wtforms import HiddenField, SelectField

from app.web.forms import HouseFilter, choices
from app.web.words import lazy_gettext as _l

RUNG = {"completed": _l("Genomfört"), "shown": _l("Visat")}


class MapFilter(HouseFilter):
    """How far down and which group; the place and the rung come along from the address."""

    enhet = HiddenField()
    grad = HiddenField()
    niva = SelectField(
        _l("Visa"),
        choices=choices(
            [
                ("1", _l("Närmaste nivån")),
                ("2", _l("Två nivåer ned")),
                ("alla", _l("Alla under")),
            ]
        ),
    )
    grupp = SelectField(
        _l("Grupp"),
        choices=choices(
            [
                ("", _l("Alla")),
                ("anstallda", _l("Anställda")),
                ("chefer", _l("Chefer")),
                ("manadsavlonade", _l("Månadsavlönade")),
                ("timavlonade", _l("Timavlönade")),
                ("ledamoter", _l("Ledamöter")),
                ("ersattare", _l("Ersättare")),
            ]
        ),
    )
