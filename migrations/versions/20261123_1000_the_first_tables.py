"""The first tables: people and where they belong, published courses, the ledger, duties and the
kept counts.

The ledger, the audit trail and published texts are append-only from the first day, by trigger, on
both databases; rows leave only through the door in `app.core.door`, which leaves a record of the
deletion.
"""

import sqlalchemy as sa
from alembic import op

from app.core.ledger import guard_door, protect

revision = "20261123_1000"
down_revision = None
branch_labels = None
depends_on = None

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")

APPEND_ONLY = (
    "audit",
    "published_text",
    "published_question",
    "release",
    "published_module",
    "answer",
    "completion",
    "certificate",
)


def upgrade() -> None:
    op.create_table(
        "audit",
        sa.Column("id", KEY, nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("actor", sa.BigInteger(), nullable=True),
        sa.Column("verb", sa.String(length=60), nullable=False),
        sa.Column("about", sa.String(length=200), nullable=False),
        sa.Column("details", sa.String(), nullable=False),
        sa.Column("previous_hash", sa.String(length=64), nullable=False),
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit")),
        sa.UniqueConstraint("hash", name=op.f("uq_audit_hash")),
    )
    op.create_index(op.f("ix_audit_actor"), "audit", ["actor"], unique=False)
    op.create_index(op.f("ix_audit_verb"), "audit", ["verb"], unique=False)
    op.create_table(
        "audit_text",
        sa.Column("audit_id", KEY, nullable=False),
        sa.Column("text", sa.String(length=1000), nullable=False),
        sa.ForeignKeyConstraint(
            ["audit_id"], ["audit.id"], name=op.f("fk_audit_text_audit_id_audit")
        ),
        sa.PrimaryKeyConstraint("audit_id", name=op.f("pk_audit_text")),
    )
    op.create_table(
        "audit_head",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.CheckConstraint("id = 1", name=op.f("ck_audit_head_only_one")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit_head")),
    )
    op.create_table(
        "deletion",
        sa.Column("id", KEY, nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("reason", sa.String(length=500), nullable=False),
        sa.Column("actor", sa.BigInteger(), nullable=True),
        sa.Column("opened_at", sa.DateTime(), nullable=False),
        sa.Column("closed_at", sa.DateTime(), nullable=True),
        sa.Column("counts", sa.JSON(), nullable=True),
        sa.CheckConstraint("kind IN ('erase', 'retention')", name=op.f("ck_deletion_kind")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_deletion")),
    )
    op.create_table(
        "place",
        sa.Column("id", KEY, nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("key", sa.String(length=80), nullable=False),
        sa.CheckConstraint("kind IN ('unit', 'company', 'body')", name=op.f("ck_place_kind")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_place")),
        sa.UniqueConstraint("key", name=op.f("uq_place_key")),
    )
    op.create_table(
        "published_question",
        sa.Column("fingerprint", sa.String(length=64), nullable=False),
        sa.Column("course_id", sa.String(length=80), nullable=False),
        sa.Column("module_id", sa.String(length=80), nullable=False),
        sa.Column("question_id", sa.String(length=80), nullable=False),
        sa.Column("language", sa.String(length=10), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("competences", sa.JSON(), nullable=False),
        sa.Column("first_published_at", sa.DateTime(), nullable=False),
        sa.PrimaryKeyConstraint("fingerprint", name=op.f("pk_published_question")),
    )
    op.create_index(
        op.f("ix_published_question_course_id"), "published_question", ["course_id"], unique=False
    )
    op.create_table(
        "published_text",
        sa.Column("fingerprint", sa.String(length=64), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("competences", sa.JSON(), nullable=False),
        sa.Column("first_published_at", sa.DateTime(), nullable=False),
        sa.CheckConstraint(
            "kind IN ('module', 'course', 'framework', 'sources')",
            name=op.f("ck_published_text_kind"),
        ),
        sa.PrimaryKeyConstraint("fingerprint", name=op.f("pk_published_text")),
    )
    op.create_table(
        "requirement",
        sa.Column("id", KEY, nullable=False),
        sa.Column("key", sa.String(length=40), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("course_id", sa.String(length=80), nullable=False),
        sa.Column("wording", sa.String(length=12), nullable=False),
        sa.Column("populations", sa.JSON(), nullable=False),
        sa.Column("start_day", sa.Date(), nullable=False),
        sa.Column("days", sa.Integer(), nullable=False),
        sa.Column("validity_months", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "wording IN ('requirement', 'introduction')", name=op.f("ck_requirement_wording")
        ),
        sa.CheckConstraint("days >= 0", name=op.f("ck_requirement_days")),
        sa.CheckConstraint(
            "validity_months IS NULL OR validity_months > 0",
            name=op.f("ck_requirement_validity_months"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_requirement")),
        sa.UniqueConstraint("key", name=op.f("uq_requirement_key")),
    )
    op.create_table(
        "setting",
        sa.Column("key", sa.String(length=60), nullable=False),
        sa.Column("value", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_setting")),
    )
    op.create_table(
        "sign_in_failure",
        sa.Column("name_hash", sa.String(length=64), nullable=False),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("last_at", sa.DateTime(), nullable=False),
        sa.PrimaryKeyConstraint("name_hash", name=op.f("pk_sign_in_failure")),
    )
    op.create_table(
        "standing_day",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.CheckConstraint("id = 1", name=op.f("ck_standing_day_only_one")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_standing_day")),
    )
    op.create_table(
        "subject",
        sa.Column("key", KEY, autoincrement=False, nullable=False),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_subject")),
    )
    op.create_table(
        "answer",
        sa.Column("id", KEY, nullable=False),
        sa.Column("subject", KEY, nullable=False),
        sa.Column("course_id", sa.String(length=80), nullable=False),
        sa.Column("module_id", sa.String(length=80), nullable=False),
        sa.Column("question_id", sa.String(length=80), nullable=False),
        sa.Column("edition", sa.Integer(), nullable=False),
        sa.Column("fingerprint", sa.String(length=64), nullable=False),
        sa.Column("form", sa.String(length=1), nullable=False),
        sa.Column("given", sa.JSON(), nullable=False),
        sa.Column("right", sa.Boolean(), nullable=True),
        sa.Column("first", sa.Boolean(), nullable=False),
        sa.Column("key", sa.String(length=64), nullable=False),
        sa.Column("answered_at", sa.DateTime(), nullable=False),
        sa.CheckConstraint("form IN ('a', 'b', 'c')", name=op.f("ck_answer_form")),
        sa.ForeignKeyConstraint(
            ["fingerprint"],
            ["published_question.fingerprint"],
            name=op.f("fk_answer_fingerprint_published_question"),
        ),
        sa.ForeignKeyConstraint(
            ["subject"], ["subject.key"], name=op.f("fk_answer_subject_subject")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_answer")),
        sa.UniqueConstraint("subject", "key", name=op.f("uq_answer_subject_key")),
    )
    op.create_index(
        "ix_answer_subject_module", "answer", ["subject", "course_id", "module_id"], unique=False
    )
    op.create_index(
        "uq_answer_first",
        "answer",
        ["subject", "course_id", "question_id"],
        unique=True,
        sqlite_where=sa.text("first"),
        postgresql_where=sa.text("first"),
    )
    op.create_table(
        "assignment",
        sa.Column("id", KEY, nullable=False),
        sa.Column("subject", KEY, nullable=False),
        sa.Column("place_id", KEY, nullable=False),
        sa.Column("position", sa.String(length=20), nullable=False),
        sa.Column("from_day", sa.Date(), nullable=False),
        sa.Column("to_day", sa.Date(), nullable=True),
        sa.CheckConstraint(
            "position IN ('chair', 'vice_chair', 'second_vice_chair', 'member', 'deputy', "
            "'auditor', 'observer')",
            name=op.f("ck_assignment_position"),
        ),
        sa.CheckConstraint(
            "to_day IS NULL OR to_day >= from_day", name=op.f("ck_assignment_in_order")
        ),
        sa.ForeignKeyConstraint(
            ["place_id"], ["place.id"], name=op.f("fk_assignment_place_id_place")
        ),
        sa.ForeignKeyConstraint(
            ["subject"], ["subject.key"], name=op.f("fk_assignment_subject_subject")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_assignment")),
    )
    op.create_index(op.f("ix_assignment_place_id"), "assignment", ["place_id"], unique=False)
    op.create_index(op.f("ix_assignment_subject"), "assignment", ["subject"], unique=False)
    op.create_table(
        "completion",
        sa.Column("id", KEY, nullable=False),
        sa.Column("subject", KEY, nullable=False),
        sa.Column("course_id", sa.String(length=80), nullable=False),
        sa.Column("module_id", sa.String(length=80), nullable=False),
        sa.Column("edition", sa.Integer(), nullable=False),
        sa.Column("fingerprint", sa.String(length=64), nullable=False),
        sa.Column("right", sa.Integer(), nullable=False),
        sa.Column("total", sa.Integer(), nullable=False),
        sa.Column("completed_at", sa.DateTime(), nullable=False),
        sa.CheckConstraint(
            'total >= 0 AND "right" >= 0 AND "right" <= total', name=op.f("ck_completion_counts")
        ),
        sa.ForeignKeyConstraint(
            ["fingerprint"],
            ["published_text.fingerprint"],
            name=op.f("fk_completion_fingerprint_published_text"),
        ),
        sa.ForeignKeyConstraint(
            ["subject"], ["subject.key"], name=op.f("fk_completion_subject_subject")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_completion")),
        sa.UniqueConstraint(
            "subject",
            "course_id",
            "module_id",
            "edition",
            name=op.f("uq_completion_subject_course_id_module_id_edition"),
        ),
    )
    op.create_table(
        "cycle",
        sa.Column("id", KEY, nullable=False),
        sa.Column("requirement_id", KEY, nullable=False),
        sa.Column("place_id", KEY, nullable=True),
        sa.Column("from_day", sa.Date(), nullable=False),
        sa.Column("to_day", sa.Date(), nullable=True),
        sa.CheckConstraint("to_day IS NULL OR to_day >= from_day", name=op.f("ck_cycle_in_order")),
        sa.ForeignKeyConstraint(["place_id"], ["place.id"], name=op.f("fk_cycle_place_id_place")),
        sa.ForeignKeyConstraint(
            ["requirement_id"], ["requirement.id"], name=op.f("fk_cycle_requirement_id_requirement")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_cycle")),
        sa.UniqueConstraint(
            "requirement_id",
            "place_id",
            "from_day",
            name=op.f("uq_cycle_requirement_id_place_id_from_day"),
        ),
    )
    op.create_table(
        "employment",
        sa.Column("id", KEY, nullable=False),
        sa.Column("subject", KEY, nullable=False),
        sa.Column("number", sa.String(length=80), nullable=True),
        sa.Column("place_id", KEY, nullable=False),
        sa.Column("form", sa.String(length=10), nullable=False),
        sa.Column("manager", sa.Boolean(), nullable=False),
        sa.Column("main", sa.Boolean(), nullable=False),
        sa.Column("extent", sa.Numeric(precision=5, scale=2), nullable=True),
        sa.Column("aid", sa.String(length=10), nullable=True),
        sa.Column("title", sa.String(length=120), nullable=True),
        sa.Column("from_day", sa.Date(), nullable=False),
        sa.Column("to_day", sa.Date(), nullable=True),
        sa.CheckConstraint(
            "form IN ('permanent', 'temporary', 'hourly')", name=op.f("ck_employment_form")
        ),
        sa.CheckConstraint(
            "to_day IS NULL OR to_day >= from_day", name=op.f("ck_employment_in_order")
        ),
        sa.ForeignKeyConstraint(
            ["place_id"], ["place.id"], name=op.f("fk_employment_place_id_place")
        ),
        sa.ForeignKeyConstraint(
            ["subject"], ["subject.key"], name=op.f("fk_employment_subject_subject")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_employment")),
    )
    op.create_index(op.f("ix_employment_number"), "employment", ["number"], unique=False)
    op.create_index(op.f("ix_employment_place_id"), "employment", ["place_id"], unique=False)
    op.create_index(op.f("ix_employment_subject"), "employment", ["subject"], unique=False)
    op.create_table(
        "leave",
        sa.Column("id", KEY, nullable=False),
        sa.Column("subject", KEY, nullable=False),
        sa.Column("from_day", sa.Date(), nullable=False),
        sa.Column("to_day", sa.Date(), nullable=True),
        sa.CheckConstraint("to_day IS NULL OR to_day >= from_day", name=op.f("ck_leave_in_order")),
        sa.ForeignKeyConstraint(
            ["subject"], ["subject.key"], name=op.f("fk_leave_subject_subject")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_leave")),
    )
    op.create_index(op.f("ix_leave_subject"), "leave", ["subject"], unique=False)
    op.create_table(
        "mandate_period",
        sa.Column("id", KEY, nullable=False),
        sa.Column("place_id", KEY, nullable=False),
        sa.Column("from_day", sa.Date(), nullable=False),
        sa.Column("to_day", sa.Date(), nullable=False),
        sa.CheckConstraint("to_day >= from_day", name=op.f("ck_mandate_period_in_order")),
        sa.ForeignKeyConstraint(
            ["place_id"], ["place.id"], name=op.f("fk_mandate_period_place_id_place")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mandate_period")),
        sa.UniqueConstraint(
            "place_id", "from_day", name=op.f("uq_mandate_period_place_id_from_day")
        ),
    )
    op.create_table(
        "person",
        sa.Column("id", KEY, nullable=False),
        sa.Column("subject", KEY, nullable=False),
        sa.Column("external_key", sa.String(length=80), nullable=True),
        sa.Column("given_name", sa.String(length=80), nullable=False),
        sa.Column("family_name", sa.String(length=80), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=True),
        sa.Column("username", sa.String(length=80), nullable=True),
        sa.Column("password_hash", sa.String(length=200), nullable=True),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("protected", sa.Boolean(), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["subject"], ["subject.key"], name=op.f("fk_person_subject_subject")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_person")),
        sa.UniqueConstraint("email", name=op.f("uq_person_email")),
        sa.UniqueConstraint("external_key", name=op.f("uq_person_external_key")),
        sa.UniqueConstraint("subject", name=op.f("uq_person_subject")),
        sa.UniqueConstraint("username", name=op.f("uq_person_username")),
    )
    op.create_table(
        "place_version",
        sa.Column("id", KEY, nullable=False),
        sa.Column("place_id", KEY, nullable=False),
        sa.Column("parent_id", KEY, nullable=True),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("from_day", sa.Date(), nullable=False),
        sa.Column("to_day", sa.Date(), nullable=True),
        sa.CheckConstraint("parent_id <> place_id", name=op.f("ck_place_version_not_own_parent")),
        sa.CheckConstraint(
            "to_day IS NULL OR to_day >= from_day", name=op.f("ck_place_version_in_order")
        ),
        sa.ForeignKeyConstraint(
            ["parent_id"], ["place.id"], name=op.f("fk_place_version_parent_id_place")
        ),
        sa.ForeignKeyConstraint(
            ["place_id"], ["place.id"], name=op.f("fk_place_version_place_id_place")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_place_version")),
        sa.UniqueConstraint(
            "place_id", "from_day", name=op.f("uq_place_version_place_id_from_day")
        ),
    )
    op.create_index(
        "ix_place_version_current", "place_version", ["place_id", "to_day"], unique=False
    )
    op.create_index(
        op.f("ix_place_version_parent_id"), "place_version", ["parent_id"], unique=False
    )
    op.create_table(
        "release",
        sa.Column("id", KEY, nullable=False),
        sa.Column("course_id", sa.String(length=80), nullable=False),
        sa.Column("edition", sa.Integer(), nullable=False),
        sa.Column("notes", sa.Text(), nullable=False),
        sa.Column("course_text", sa.String(length=64), nullable=False),
        sa.Column("framework_text", sa.String(length=64), nullable=False),
        sa.Column("sources_text", sa.String(length=64), nullable=False),
        sa.Column("fingerprint", sa.String(length=64), nullable=False),
        sa.Column("published_at", sa.DateTime(), nullable=False),
        sa.CheckConstraint("edition >= 1", name=op.f("ck_release_edition")),
        sa.ForeignKeyConstraint(
            ["course_text"],
            ["published_text.fingerprint"],
            name=op.f("fk_release_course_text_published_text"),
        ),
        sa.ForeignKeyConstraint(
            ["framework_text"],
            ["published_text.fingerprint"],
            name=op.f("fk_release_framework_text_published_text"),
        ),
        sa.ForeignKeyConstraint(
            ["sources_text"],
            ["published_text.fingerprint"],
            name=op.f("fk_release_sources_text_published_text"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_release")),
        sa.UniqueConstraint("fingerprint", name=op.f("uq_release_fingerprint")),
    )
    op.create_index(op.f("ix_release_course_id"), "release", ["course_id"], unique=False)
    op.create_table(
        "roll_up",
        sa.Column("place_id", KEY, nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("competence", sa.String(length=80), nullable=False),
        sa.Column("rung", sa.String(length=10), nullable=False),
        sa.Column("population", sa.String(length=10), nullable=False),
        sa.Column("change", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "population IN ('manager', 'employee', 'hourly', 'member', 'deputy')",
            name=op.f("ck_roll_up_population"),
        ),
        sa.CheckConstraint(
            "rung IN ('needed', 'completed', 'shown')", name=op.f("ck_roll_up_rung")
        ),
        sa.ForeignKeyConstraint(["place_id"], ["place.id"], name=op.f("fk_roll_up_place_id_place")),
        sa.PrimaryKeyConstraint(
            "place_id", "day", "competence", "rung", "population", name=op.f("pk_roll_up")
        ),
    )
    op.create_table(
        "standing",
        sa.Column("place_id", KEY, nullable=False),
        sa.Column("competence", sa.String(length=80), nullable=False),
        sa.Column("rung", sa.String(length=10), nullable=False),
        sa.Column("population", sa.String(length=10), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["place_id"], ["place.id"], name=op.f("fk_standing_place_id_place")
        ),
        sa.PrimaryKeyConstraint(
            "place_id", "competence", "rung", "population", name=op.f("pk_standing")
        ),
    )
    op.create_table(
        "answer_text",
        sa.Column("answer_id", KEY, nullable=False),
        sa.Column("text", sa.String(length=4000), nullable=False),
        sa.ForeignKeyConstraint(
            ["answer_id"], ["answer.id"], name=op.f("fk_answer_text_answer_id_answer")
        ),
        sa.PrimaryKeyConstraint("answer_id", name=op.f("pk_answer_text")),
    )
    op.create_table(
        "certificate",
        sa.Column("id", KEY, nullable=False),
        sa.Column("subject", KEY, nullable=False),
        sa.Column("completion_id", KEY, nullable=False),
        sa.Column("course_id", sa.String(length=80), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("edition", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=32), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("modules", sa.JSON(), nullable=False),
        sa.Column("issued_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["completion_id"],
            ["completion.id"],
            name=op.f("fk_certificate_completion_id_completion"),
        ),
        sa.ForeignKeyConstraint(
            ["subject"], ["subject.key"], name=op.f("fk_certificate_subject_subject")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_certificate")),
        sa.UniqueConstraint("code", name=op.f("uq_certificate_code")),
        sa.UniqueConstraint("completion_id", name=op.f("uq_certificate_completion_id")),
    )
    op.create_index(op.f("ix_certificate_subject"), "certificate", ["subject"], unique=False)
    op.create_table(
        "one_time_link",
        sa.Column("id", KEY, nullable=False),
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("person_id", KEY, nullable=False),
        sa.Column("purpose", sa.String(length=10), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("ends_at", sa.DateTime(), nullable=False),
        sa.Column("used_at", sa.DateTime(), nullable=True),
        sa.CheckConstraint(
            "purpose IN ('activate', 'reset')", name=op.f("ck_one_time_link_purpose")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_one_time_link_person_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_one_time_link")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_one_time_link_token_hash")),
    )
    op.create_index(
        op.f("ix_one_time_link_person_id"), "one_time_link", ["person_id"], unique=False
    )
    op.create_table(
        "published_module",
        sa.Column("release_id", KEY, nullable=False),
        sa.Column("course_id", sa.String(length=80), nullable=False),
        sa.Column("module_id", sa.String(length=80), nullable=False),
        sa.Column("language", sa.String(length=10), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("edition", sa.Integer(), nullable=False),
        sa.Column("fingerprint", sa.String(length=64), nullable=False),
        sa.Column("change", sa.String(length=10), nullable=False),
        sa.CheckConstraint(
            "change IN ('new', 'typo', 'minor', 'material', 'same')",
            name=op.f("ck_published_module_change"),
        ),
        sa.ForeignKeyConstraint(
            ["fingerprint"],
            ["published_text.fingerprint"],
            name=op.f("fk_published_module_fingerprint_published_text"),
        ),
        sa.ForeignKeyConstraint(
            ["release_id"], ["release.id"], name=op.f("fk_published_module_release_id_release")
        ),
        sa.PrimaryKeyConstraint(
            "release_id", "module_id", "language", name=op.f("pk_published_module")
        ),
    )
    op.create_table(
        "role_grant",
        sa.Column("id", KEY, nullable=False),
        sa.Column("person_id", KEY, nullable=False),
        sa.Column("role", sa.String(length=20), nullable=False),
        sa.Column("place_id", KEY, nullable=True),
        sa.Column("from_day", sa.Date(), nullable=False),
        sa.Column("to_day", sa.Date(), nullable=True),
        sa.Column("source", sa.String(length=10), nullable=False),
        sa.CheckConstraint(
            "role IN ('manager', 'deputy', 'hr', 'secretary', 'strategist', 'council', 'author', "
            "'auditor', 'admin')",
            name=op.f("ck_role_grant_role"),
        ),
        sa.CheckConstraint("source IN ('hand', 'roster')", name=op.f("ck_role_grant_source")),
        sa.CheckConstraint(
            "to_day IS NULL OR to_day >= from_day", name=op.f("ck_role_grant_in_order")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_role_grant_person_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["place_id"], ["place.id"], name=op.f("fk_role_grant_place_id_place")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_role_grant")),
    )
    op.create_index(op.f("ix_role_grant_person_id"), "role_grant", ["person_id"], unique=False)
    op.create_table(
        "sign_in_session",
        sa.Column("id", KEY, nullable=False),
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("person_id", KEY, nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("seen_at", sa.DateTime(), nullable=False),
        sa.Column("ended_at", sa.DateTime(), nullable=True),
        sa.Column("reason_until", sa.DateTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_sign_in_session_person_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sign_in_session")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_sign_in_session_token_hash")),
    )
    op.create_index(
        op.f("ix_sign_in_session_person_id"), "sign_in_session", ["person_id"], unique=False
    )

    dialect = op.get_bind().dialect.name
    for statement in guard_door(dialect):
        op.execute(statement)
    for table in APPEND_ONLY:
        for statement in protect(table, dialect):
            op.execute(statement)


def downgrade() -> None:
    op.drop_index(op.f("ix_sign_in_session_person_id"), table_name="sign_in_session")
    op.drop_table("sign_in_session")
    op.drop_index(op.f("ix_role_grant_person_id"), table_name="role_grant")
    op.drop_table("role_grant")
    op.drop_table("published_module")
    op.drop_index(op.f("ix_one_time_link_person_id"), table_name="one_time_link")
    op.drop_table("one_time_link")
    op.drop_index(op.f("ix_certificate_subject"), table_name="certificate")
    op.drop_table("certificate")
    op.drop_table("answer_text")
    op.drop_table("standing")
    op.drop_table("roll_up")
    op.drop_index(op.f("ix_release_course_id"), table_name="release")
    op.drop_table("release")
    op.drop_index(op.f("ix_place_version_parent_id"), table_name="place_version")
    op.drop_index("ix_place_version_current", table_name="place_version")
    op.drop_table("place_version")
    op.drop_table("person")
    op.drop_table("mandate_period")
    op.drop_index(op.f("ix_leave_subject"), table_name="leave")
    op.drop_table("leave")
    op.drop_index(op.f("ix_employment_subject"), table_name="employment")
    op.drop_index(op.f("ix_employment_place_id"), table_name="employment")
    op.drop_index(op.f("ix_employment_number"), table_name="employment")
    op.drop_table("employment")
    op.drop_table("cycle")
    op.drop_table("completion")
    op.drop_index(op.f("ix_assignment_subject"), table_name="assignment")
    op.drop_index(op.f("ix_assignment_place_id"), table_name="assignment")
    op.drop_table("assignment")
    op.drop_index(
        "uq_answer_first",
        table_name="answer",
        sqlite_where=sa.text("first"),
        postgresql_where=sa.text("first"),
    )
    op.drop_index("ix_answer_subject_module", table_name="answer")
    op.drop_table("answer")
    op.drop_table("subject")
    op.drop_table("standing_day")
    op.drop_table("sign_in_failure")
    op.drop_table("setting")
    op.drop_table("requirement")
    op.drop_table("published_text")
    op.drop_index(op.f("ix_published_question_course_id"), table_name="published_question")
    op.drop_table("published_question")
    op.drop_table("place")
    op.drop_table("deletion")
    op.drop_table("audit_head")
    op.drop_table("audit_text")
    op.drop_index(op.f("ix_audit_verb"), table_name="audit")
    op.drop_index(op.f("ix_audit_actor"), table_name="audit")
    op.drop_table("audit")

    if op.get_bind().dialect.name == "postgresql":
        for function in ("refuse_change", "refuse_removal", "refuse_reopening"):
            op.execute(f"DROP FUNCTION {function}()")
