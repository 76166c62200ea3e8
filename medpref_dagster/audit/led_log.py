"""The audit log as several processes that do one step together see it: the lead notes what was done, once."""

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from medpref_dagster.audit.entries import Entry
from medpref_dagster.audit.log import AuditLog
from medpref_dagster.together import together


class LedAuditLog(AuditLog):
    """A log to which only the lead appends; alone it is an `AuditLog`."""

    def append(
        self,
        action: str,
        subject: str,
        why: str,
        actor: str | None = None,
        details: Mapping[str, Any] | None = None,
    ) -> Entry:
        """As `AuditLog.append`."""
        return Entry(**together().by_lead(lambda: asdict(AuditLog.append(self, action, subject, why, actor, details))))
