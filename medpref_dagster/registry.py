"""What YAML names: readers, strategies, generators, metrics. Ours by module, an installed package's by entry point."""

import importlib
import importlib.metadata
from collections.abc import Iterator
from types import ModuleType

from medpref_dagster.names import name_unknown


class UnknownNameError(LookupError):
    """YAML names something that nobody registered; the message lists what there is."""


class Registry:
    """Names to modules, imported when they are asked for.

    Parameters
    ----------
    what
        What is named, in the singular, for messages: "reader".
    group
        The entry-point group in which an installed package may offer more: "medpref_dagster.readers". An entry
        point leads to a module. A name of ours is never replaced.
    modules
        Ours: name to dotted module.
    """

    def __init__(self, what: str, group: str, modules: dict[str, str]) -> None:
        self.what = what
        self.group = group
        self._modules = modules
        self._offered: dict[str, str] | None = None

    def __contains__(self, name: object) -> bool:
        return name in self._modules or name in self._others()

    def __iter__(self) -> Iterator[str]:
        yield from self._modules
        yield from (name for name in self._others() if name not in self._modules)

    @property
    def ours(self) -> tuple[str, ...]:
        """The names that this package registers itself."""
        return tuple(self._modules)

    def load(self, name: str) -> ModuleType:
        """The module of that name.

        Raises
        ------
        UnknownNameError
            If nobody registered it.
        """
        dotted = self._modules.get(name) or self._others().get(name)
        if dotted is None:
            raise UnknownNameError(name_unknown(self.what, name, self))
        return importlib.import_module(dotted)

    def _others(self) -> dict[str, str]:
        if self._offered is None:
            found = importlib.metadata.entry_points(group=self.group)
            self._offered = {point.name: point.value for point in sorted(found, key=lambda point: point.name)}
        return self._offered
