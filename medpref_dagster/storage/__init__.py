"""Tables, models and base models on disk; atomic and content-addressed.

Layout under the root::

    tables/<sha256>/rows.parquet     a table; beside it, companions such as quarantine.parquet
    models/<sha256>/...              a model: safetensors, configuration, manifest.json
    reports/<sha256>/...             an evaluation report: report.html, report.json
    base_models/<name>/<sha256>/     a base model, converted once
    refs/<asset>[/<partition>].json  which artifact an asset points to now
    done/<key>.json                  which artifact a computation with these inputs gave
    work/<key>/                      what a long computation needs to go on after it was killed
    journals/<name>.jsonl            what happened, beside what was made: costs, uses of a test set
    ledgers/<name>/<number>.json     what was decided, in order, each bound to the one before it
    lineage/<kind>/<sha256>.jsonl    what an artifact was made from
    locks/<host>/<name>              who has the device
    locks/work/<begin of a key>      who is at that work, on whatever machine
    audit/log.jsonl                  who did what (`medpref_dagster.audit`)
    tombstones/<keyed hash>.json     who was forgotten, and must not come back (`medpref_dagster.forgetting`)
    taint/<sha256>.json              a model that learned from who was forgotten
    forgetting/<name>.json           what is being forgotten right now, so that a kill leaves nothing half done
    tmp/<process>~<random>           being written; never read, swept when its process is gone

An artifact's name is the hash of its content (every file's relative path and bytes), so the same content has
the same address everywhere and an address never changes its meaning. What no longer has its hash, or cannot be read,
counts as absent: it is made again, and takes the place of what was damaged.
"""
