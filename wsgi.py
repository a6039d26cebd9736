"""The door of the house.

`python3 wsgi.py` sets up, brings the database up to date and serves. `python3 wsgi.py COMMAND ...`
is the same as `flask --app wsgi COMMAND ...`. The application for gunicorn and flask is `app`.
"""

import os
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent


def serve() -> None:
    """Become gunicorn, with a database up to date and a word about where to go.

    The same process goes on, and its workers are forked from it: what is imported stays imported,
    and the courses are read once for all of them.
    """
    global app
    from app import bootstrap, create_app

    host, port, public = address()
    os.environ["PUBLIC_URL"] = public
    bootstrap.compile_words()
    with bootstrap.alone():
        free(host, port)
        from app import cli
        from app.content import queries
        from app.core.db import db
        from app.core.errors import Refused

        app = create_app()
        try:
            cli.prepare(app)
        except Refused as no:
            bootstrap.leave(str(no))
        with app.app_context():
            queries.library()
            db.session.remove()
            db.engine.dispose()  # no connection may be shared with a worker
    print(f"Öppna {public} i webbläsaren. Avsluta med Ctrl+C.", flush=True)
    os.chdir(ROOT)
    sys.modules["wsgi"] = sys.modules[__name__]  # where gunicorn looks for `app`
    from gunicorn.app import wsgiapp

    place = f"[{host}]:{port}" if ":" in host else f"{host}:{port}"
    options = ["-c", "app/serving.py", "--preload"]
    sys.argv = [wsgiapp.__file__, *options, "-b", place, "wsgi:app"]
    wsgiapp.run("python3 wsgi.py")


def address() -> tuple[str, int, str]:
    """Host and port to serve on, and the address people use; other machines only by https."""
    import ipaddress

    from app.bootstrap import leave

    host, port = os.environ.get("HOST") or "127.0.0.1", os.environ.get("PORT") or "8000"
    if not (port.isascii() and port.isdecimal() and 0 < int(port) < 65536):
        leave(f"PORT ska vara ett tal mellan 1 och 65535. Nu står det: {port}")
    try:
        near = host == "localhost" or ipaddress.ip_address(host).is_loopback
    except ValueError:
        near = False
    shown = f"[{host}]" if ":" in host else host
    public = os.environ.get("PUBLIC_URL") or f"http://{shown}:{port}"
    if not near and not public.startswith("https://"):
        leave(
            f"HOST={host} kan nås från andra datorer. Sätt PUBLIC_URL till adressen som börjar med "
            "https:// och låt en server med TLS stå framför, eller ta bort HOST."
        )
    return host, int(port), public


def free(host: str, port: int) -> None:
    """Leave with a plain word when something else already listens there."""
    import errno
    import socket

    from app.bootstrap import leave

    try:
        family, _, _, _, where = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        with socket.socket(family, socket.SOCK_STREAM) as door:
            door.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            door.bind(where)
    except PermissionError:
        leave(f"Port {port} kräver högre behörighet. Välj en annan: PORT=8000 python3 wsgi.py")
    except OSError as error:
        if error.errno == errno.EADDRINUSE:
            other = port % 65535 + 1
            leave(f"Port {port} är upptagen. Välj en annan: PORT={other} python3 wsgi.py")
        leave(f"Det går inte att lyssna på {host}, port {port}: {error.strerror or error}.")


def command(words: list[str]) -> None:
    """The same as `flask --app wsgi`, whatever folder one stands in."""
    from flask.cli import FlaskGroup

    from app import bootstrap, create_app

    bootstrap.compile_words()
    FlaskGroup(create_app=create_app).main(args=words, prog_name="python3 wsgi.py")


if __name__ == "__main__":
    sys.path[0] = str(ROOT)
    from app import bootstrap

    bootstrap.ready("run")
    if sys.argv[1:]:
        command(sys.argv[1:])
    else:
        serve()
else:
    from app import bootstrap, create_app

    bootstrap.compile_words()
    app = create_app()
