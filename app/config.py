"""Settings: defaults, then the environment, then `instance/`, then what a test asks for."""

from __future__ import annotations

import os
import secrets
from collections.abc import Mapping
from datetime import timedelta
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
FROM_ENVIRONMENT = ("DATABASE_URL", "PUBLIC_URL", "COURSES")


def defaults(instance: Path) -> dict[str, Any]:
    """What holds when nothing else is said. Times in `timedelta`, sizes in bytes."""
    return {
        "SQLALCHEMY_DATABASE_URI": f"sqlite:///{instance / 'hallbar-grund.sqlite3'}",
        "COURSES": str(ROOT / "courses"),
        "LOCAL_COURSES": str(instance / "courses"),
        "PUBLIC_URL": "http://127.0.0.1:8000",
        "BABEL_DEFAULT_LOCALE": "sv",
        "BABEL_DEFAULT_TIMEZONE": "Europe/Stockholm",
        "MAX_CONTENT_LENGTH": 1_000_000,
        "MAX_FORM_MEMORY_SIZE": 200_000,
        "SESSION_PROTECTION": None,
        "SESSION_COOKIE_HTTPONLY": True,
        "SESSION_COOKIE_SAMESITE": "Lax",
        "SESSION_REFRESH_EACH_REQUEST": False,
        "SEND_FILE_MAX_AGE_DEFAULT": timedelta(days=365),
        "WTF_CSRF_TIME_LIMIT": None,
        "WTF_I18N_ENABLED": False,
        "WTF_CSRF_SSL_STRICT": False,  # asks for a Referer, which the page of a link never sends
        "REMEMBER_COOKIE_NAME": "=",  # no cookie can be called that: Flask-Login must read none
        "PASSWORD_PROFILE": "owasp",
        "SESSION_IDLE": timedelta(hours=2),
        "SESSION_LENGTH": timedelta(hours=12),
        "LINK_LIFE": timedelta(days=3),
        "SMALLEST_GROUP": 5,
    }


def instance_folder(asked: Mapping[str, Any]) -> Path:
    """The folder of what is made here and kept: `INSTANCE`, as asked or in the environment."""
    return Path(asked.get("INSTANCE") or os.environ.get("INSTANCE") or ROOT / "instance")


def settings(instance: Path, asked: Mapping[str, Any]) -> dict[str, Any]:
    """All settings for one application."""
    found = defaults(instance)
    found |= {name: os.environ[name] for name in FROM_ENVIRONMENT if os.environ.get(name)}
    found |= asked
    if url := found.pop("DATABASE_URL", None):
        found["SQLALCHEMY_DATABASE_URI"] = url
    found["SQLALCHEMY_DATABASE_URI"] = _plain(found["SQLALCHEMY_DATABASE_URI"])
    if "SECRET_KEY" not in found:
        found["SECRET_KEY"] = secret_key(instance)
    if found["PUBLIC_URL"].startswith("https://"):
        found |= {"SESSION_COOKIE_SECURE": True, "SESSION_COOKIE_NAME": "__Host-session"}
    return found


def secret_key(instance: Path) -> str:
    """The key that signs cookies: made once, kept in `instance/secret_key`, readable by the owner
    alone.
    """
    path = instance / "secret_key"
    if not path.exists():
        instance.mkdir(parents=True, exist_ok=True)
        draft = path.with_name(f"secret_key.{os.getpid()}")
        draft.touch(mode=0o600)
        draft.write_text(secrets.token_hex(32), encoding="ascii")
        try:
            os.link(draft, path)
        except FileExistsError:
            pass
        finally:
            draft.unlink()
    return path.read_text(encoding="ascii").strip()


def _plain(url: str) -> str:
    """SQLAlchemy refuses the old name `postgres://`."""
    return (
        "postgresql://" + url.removeprefix("postgres://") if url.startswith("postgres://") else url
    )
