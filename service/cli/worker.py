"""`schakel worker`: mails, deadlines, rankings and vectors, until it is stopped."""

import logging

import click


@click.command()
def worker() -> None:
    """Do the background work until stopped.

    Sends mails, watches deadlines and ranks requests, until SIGTERM or Ctrl-C. For rankings by
    meaning it needs the inference process (python -m embeddings.inference --socket PATH); without
    that everything else goes on. Several workers may run side by side.
    """
    from embeddings.log_line import log_to_stderr
    from service.cli.installation import open_installation, present
    from service.jobs.heartbeat import begin_signing, end_signing, worker_name
    from service.jobs.job_list import worker_jobs
    from service.jobs.stop import stop_on_signal
    from service.jobs.worker import run_until_stopped

    log_to_stderr(logging.INFO)
    logging.getLogger("alembic").setLevel(logging.WARNING)
    stop = stop_on_signal()
    settings, engine = open_installation()
    jobs = worker_jobs(settings, engine, present)
    begin_signing(engine, worker_name(), jobs, present())
    run_until_stopped(jobs, stop)
    end_signing(engine, worker_name(), present())
    engine.dispose()
