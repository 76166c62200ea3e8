"""Whether this machine and this project can do what they are asked: one examination a module, told in plain words.

| module | what is looked at |
| --- | --- |
| `findings` | what an examination gives |
| `machine` | Python, device, memory, disk, clock |
| `project` | YAML, store, base models, judges |
| `orchestration` | the Dagster home, its databases, runs that hang, the daemon |
"""
