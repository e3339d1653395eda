"""A database that several connections can really share."""

import pytest
from django.db import connection, connections


@pytest.fixture
def shared_database(transactional_db, tmp_path):
    """Real transactions that threads and processes see: on SQLite the test's database as a file.

    Gives the address of it as ``DATABASE_URL``.
    """
    default = connections["default"]
    if default.vendor == "postgresql":
        values = default.get_connection_params()
        host, port = values.get("host") or "127.0.0.1", values.get("port") or 5432
        who = ":".join(filter(None, [values.get("user"), values.get("password")]))
        yield f"postgres://{who}@{host}:{port}/{default.settings_dict['NAME']}"
        return
    path = tmp_path / "newsroom.sqlite3"
    with connection.cursor() as cursor:
        cursor.execute("VACUUM INTO %s", [str(path)])
    settings = connections.settings["default"]
    in_memory = settings["NAME"]
    settings["NAME"] = str(path)
    # Many write at once without anybody who tries again, as the admin does.
    options, settings["OPTIONS"] = settings["OPTIONS"], settings["OPTIONS"] | {"timeout": 60}
    connections["default"] = connections.create_connection("default")
    try:
        yield f"sqlite:///{path}"
    finally:
        connections["default"].close()
        connections["default"] = default
        settings["NAME"], settings["OPTIONS"] = in_memory, options
