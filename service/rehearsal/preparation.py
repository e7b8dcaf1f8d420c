"""Makes a database ready for use."""

from datetime import datetime

from sqlalchemy import Engine

from service.database import writing
from service.migrations.schema import upgrade_schema
from service.rehearsal.sample_data import load_first_look
from service.storage.reference_data import load_reference_data


def prepare_database(engine: Engine, now: datetime, *, samples: bool) -> str:
    """Migrate and load the reference data, with the artificial samples if asked for.

    Gives the revision of the schema. Running it again adds what is missing only.
    """
    revision = upgrade_schema(engine)
    with writing(engine) as session:
        if samples:
            load_first_look(session, now)
        else:
            load_reference_data(session)
    return revision
