"""Interfaces of fake hardware that fail, wait or take long where a node's `extra.fault` says so.

Each key is an operation; its value is the message of the failure, or for `*_delay` a number of seconds.
"""

import os
import signal
import threading
import time

from ironic.common import exception
from ironic.common import states
from ironic.drivers import base
from ironic.drivers.modules import fake
from sqlalchemy import event
from sqlalchemy.engine import Engine


@event.listens_for(Engine, "before_cursor_execute", retval=True)
def take_turns(conn, cursor, statement, parameters, context, executemany):
    """SQLite refuses a transaction that reads before it writes while another writes; one that says so waits."""
    return ("BEGIN IMMEDIATE" if statement == "BEGIN" else statement), parameters


def end_with(starter):
    while os.path.exists(f"/proc/{starter}"):
        time.sleep(1)
    os.killpg(0, signal.SIGKILL)


# Whoever started it may be killed, and then stops nothing.
if os.path.exists("/proc/self") and "RACKFORM_STARTER" in os.environ:
    threading.Thread(target=end_with, args=(os.environ["RACKFORM_STARTER"],), daemon=True).start()


def fault(task, operation):
    return task.node.extra.get("fault", {}).get(operation)


def meet(task, operation):
    time.sleep(fault(task, operation + "_delay") or 0)
    message = fault(task, operation)
    if message:
        raise exception.InstanceDeployFailure(message)


class FaultyPower(fake.FakePower):
    def validate(self, task):
        meet(task, "power")


class FaultyDeploy(fake.FakeDeploy):
    @base.deploy_step(priority=100)
    def deploy(self, task):
        meet(task, "deploy")
        return states.DEPLOYWAIT if fault(task, "deploy_wait") else None

    def tear_down(self, task):
        meet(task, "undeploy")
        return super().tear_down(task)

    @base.clean_step(priority=10, abortable=True)
    def erase(self, task):
        meet(task, "clean")
        return states.CLEANWAIT if fault(task, "clean_wait") else None


class RecordingRaid(fake.FakeRAID):
    """The fake one has no clean steps, and forgets what it was told."""

    @base.clean_step(priority=0)
    def create_configuration(self, task):
        meet(task, "raid")
        task.node.raid_config = task.node.target_raid_config
        task.node.save()

    @base.clean_step(priority=0)
    def delete_configuration(self, task):
        task.node.raid_config = {}
        task.node.save()
