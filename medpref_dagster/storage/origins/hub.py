"""The Hugging Face hub: a repository's snapshot, out of the local cache or downloaded."""

import functools
import re
from pathlib import Path

from medpref_dagster.declaration.machine import BaseModelDeclaration, HubOrigin
from medpref_dagster.progress import Progress, Tell
from medpref_dagster.storage.origins import BaseModelError
from medpref_dagster.storage.origins.folder import KEPT, LEFT_OUT

COMMIT = re.compile(r"[0-9a-f]{40}")


def fetch_hub_snapshot(declaration: BaseModelDeclaration, origin: HubOrigin, tell: Tell) -> Path:
    """The snapshot of a model repository in the local cache, downloaded if it is not there."""
    from huggingface_hub import errors, snapshot_download

    fetch = functools.partial(
        snapshot_download,
        origin.repo,
        revision=origin.revision,
        allow_patterns=list(KEPT),
        ignore_patterns=list(LEFT_OUT),
    )
    where = f"base model {declaration.name}: {origin.repo} at {origin.revision}"
    if COMMIT.fullmatch(origin.revision):
        try:
            return Path(fetch(local_files_only=True))
        except errors.LocalEntryNotFoundError:
            pass  # not in the cache, or not all of it
    tell(Progress(f"base model {declaration.name}: download {origin.repo}", 0, 1, "models"))
    url = f"https://huggingface.co/{origin.repo}"
    licence = f" It is gated: accept its licence ({declaration.licence}) at {url} first." if declaration.gated else ""
    by_hand = (
        f"where there is a network run `hf download {origin.repo} --revision {origin.revision}` and copy that cache "
        "here (HF_HOME), or put the files into a folder and declare origin: {from: folder, path: ...}"
    )
    try:
        return Path(fetch())
    except errors.GatedRepoError as error:
        raise BaseModelError(
            f"{where} is gated: accept its licence ({declaration.licence}) at {url}, create a token at "
            "https://huggingface.co/settings/tokens and set it as HF_TOKEN (or run `hf auth login`)"
        ) from error
    except errors.RevisionNotFoundError as error:
        raise BaseModelError(
            f"{where}: there is no such revision; choose one of {url}/commits/main and name its full commit hash"
        ) from error
    except errors.RepositoryNotFoundError as error:
        raise BaseModelError(
            f"{where}: there is no such repository, or it is private; correct origin.repo in the profile, or set "
            "HF_TOKEN to a token that may read it"
        ) from error
    except (OSError, errors.EntryNotFoundError) as error:
        # Offline, no route, a proxy, the hub is down: all are OSErrors of huggingface_hub or of its HTTP client.
        raise BaseModelError(
            f"{where} is not in the local cache and the hub cannot be reached ({type(error).__name__});{licence} "
            f"Either connect (and unset HF_HUB_OFFLINE), or {by_hand}"
        ) from error
