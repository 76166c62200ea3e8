"""The service that products send events to: `medpref capture`.

| module | what it does |
| --- | --- |
| `app` | puts the service together; health; what is said of an error |
| `routes/` | the doors: our own events, OTLP, Langfuse's scores; reading; tokens |
| `otlp_records`, `otlp_events` | OTLP bodies to records, records to events |
| `journal` | events into the tables, many requests a transaction, synced before the answer |
| `database`, `migrations/` | SQLite or PostgreSQL; its tables, and how older ones become these |
| `tokens` | who may send, read or administer |
| `limits` | sizes, unpacking, rate |
| `metrics` | what Prometheus reads |
| `client` | for products: a buffer on the disk, delivered in order |
"""
