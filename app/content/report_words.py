"""The words of the author's manual for each field, kind, form, track and size of change."""

from __future__ import annotations

from collections.abc import Mapping

from app.content.parse_front import (
    CompetenceEntry,
    CourseFront,
    EasyCourse,
    EnglishCompetence,
    EnglishCourse,
    ModuleFront,
    ReleaseFront,
    SourceEntry,
    Strict,
    TrackFront,
)
from app.content.parse_glossary import TermEntry
from app.content.parse_goals import GoalEntry
from app.content.parse_local import LocalFront, LocalTrack
from app.content.rules import Change, Form, Kind

SOUGHT = "Vardagsord som man söker med, fast de inte står i texten: `sv` och `en`, ett ord i taget."

FIELDS: dict[type[Strict], dict[str, str]] = {
    ModuleFront: {
        "id": "Delens id, samma som i filens namn.",
        "title": "Delens titel.",
        "minutes": "Ungefär hur lång tid delen tar med frågorna.",
        "goals": "Numren på de mål som delen handlar om.",
        "competences": "De kompetenser som texten eller någon fråga rör.",
        "edition": "Delens utgåva. Höj den när något är ändrat i sak eller lite.",
    },
    CourseFront: {
        "id": "Kursens id, samma som mappens namn.",
        "title": "Kursens titel.",
        "audience": "Vem kursen är för.",
        "edition": "Kursens utgåva. Höj den när en del är ny eller mer än språkligt ändrad.",
        "pass_share": "Hur stor del av frågorna som ska bli rätt: 0.75 är tre av fyra.",
        "words_limit": "Hur många ord en del får ha.",
        "lix_limit": "Hur svår en text får vara.",
        "lix_limits": "Egna gränser för några språk, till exempel `{lattlast: 30}`.",
        "tracks": "Spåren, ett i taget.",
        "release": "Vad utgåvan ändrar.",
        "en": "Vad kursen heter och säger på engelska. Behövs när den har delar på engelska.",
        "lattlast": "Vad kursen säger på lättläst. Behövs när den har delar på lättläst.",
    },
    EnglishCourse: {
        "title": "Kursens titel på engelska.",
        "description": "Texten om kursen på engelska, utan länkar och rubriker.",
        "tracks": "Vad varje spår heter på engelska: `{alla: Everyone}`.",
    },
    EasyCourse: {
        "description": "Texten om kursen på lättläst svenska.",
    },
    TrackFront: {
        "id": "Vilket spår det är.",
        "title": "Vad spåret heter.",
        "modules": "Delarna i ordning, med id.",
    },
    ReleaseFront: {
        "notes": "Vad som är nytt, för den som läser.",
        "changes": "För varje ändrad del hur mycket: `{matsvinn: minor}`.",
    },
    SourceEntry: {
        "title": "Källans titel.",
        "publisher": "Vem som gav ut den.",
        "year": "Året då den gavs ut.",
        "url": "Adressen, med https://.",
        "read": "Dagen då någon senast läste den.",
        "review": "Sista dagen då någon ska ha läst den igen.",
    },
    CompetenceEntry: {
        "id": "Kompetensens id.",
        "title": "Vad den heter.",
        "can_do": "En mening som börjar med ”Jag kan”.",
        "goals": "De mål som den ligger närmast.",
        "targets": "Delmål, inom citattecken. Målet ska också stå bland goals.",
        "draft_sections": "Rubriker i utkastet till standarden från 2020, inom citattecken.",
        "profile": "Vilka som behöver den: employee, manager, politician. Skriv true eller false.",
        "en": "Kompetensen på engelska.",
    },
    EnglishCompetence: {
        "title": "Vad den heter på engelska.",
        "can_do": "Samma mening på engelska. Den börjar med ”I can”.",
    },
    TermEntry: {
        "id": "Ordets id. Länkar pekar hit: `/ordlista#matsvinn`.",
        "forms": "De former som står i texter, på `sv` och på `en`. En form hör till ett ord.",
        "term": "Ordet som det visas, på `sv` och på `en`.",
        "explanation": "Förklaringen, på `sv` och på `en`.",
        "lattlast": "Förklaringen på lättläst svenska.",
        "see": "Id på ord som hör ihop med det.",
        "sought": SOUGHT,
    },
    GoalEntry: {
        "number": "Målets nummer.",
        "about": "Vad målet handlar om. Den första meningen står också i listan över målen.",
        "here": "Var en kommun möter målet.",
        "work": "Id på de slags arbete som möter målet. De står överst i filen, under `work`.",
        "ask": "En fråga att ta med till jobbet.",
        "facts": "Det som är känt: `sv`, `en` och `source`, en nyckel i sources.yaml.",
        "targets": "Alla delmål med nummer, `sv` och `en`. `near: true` om kommunen är nära.",
        "sought": SOUGHT,
    },
    LocalFront: {
        "tracks": "I vilka spår kommunens egna delar ligger.",
        "changes": "Hur mycket en egen del är ändrad. Utan det räknas den som lite ändrad.",
    },
    LocalTrack: {
        "id": "Ett spår som kursen har.",
        "modules": "De egna delarna i ordning. De läggs sist i spåret.",
    },
}

KIND_WORDS: dict[Kind, str] = {
    "one": "Välj ett svar.",
    "several": "Välj flera svar. Säg hur många.",
    "truefalse": "Säg om det är sant eller falskt.",
    "order": "Lägg steg i ordning. Skriv dem i rätt ordning; sidan blandar dem.",
    "match": "Para ihop två sidor.",
    "number": "Skriv ett tal.",
    "text": "Skriv ett eller några ord.",
    "rating": "Skatta sig själv. Inget svar är rätt eller fel.",
    "reflection": "Skriv fritt. Inget svar är rätt eller fel.",
    "commitment": "Skriv en plan: ”Om …, då …”. Inget svar är rätt eller fel.",
}

FORM_WORDS: dict[Form, tuple[str, str]] = {
    "a": ("före kursen", "Visar vad man redan kan."),
    "b": ("i kursen, på sidan", "Hör till det som ska göras."),
    "c": ("en månad efter", "Visar vad som sitter kvar. Ett nytt fall, samma kunskap."),
}

TRACK_WORDS = {
    "alla": "Alla anställda och förtroendevalda.",
    "chef": "Chefer, efter spåret alla.",
    "fortroendevald": "Förtroendevalda, efter spåret alla.",
}

RELEASE_WORDS: Mapping[Change, tuple[str, str]] = {
    "typo": ("Stavning, kommatecken, ett tydligare ord.", "Ingen berörs."),
    "minor": ("Ett nytt exempel, en ny källa.", "Visas för den som går delen nästa gång."),
    "material": ("Något är nytt eller annorlunda i sak.", "Bara det ändrade frågas om igen."),
}
