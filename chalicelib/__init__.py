"""Amiable: amicable collection of unpaid invoices.

The domain decides, the use case coordinates, the adapter talks, the entry point translates, Step Functions waits.

    HTTP ─┐                                           ┌─ DynamoDB (one table)      the truth
    SQS  ─┼─ entrypoints ──▶ usecases ──▶ domain      ├─ S3 archive (Object Lock)  the proof
    SFN  ─┤   parse, call,    load, ask,   decide     ├─ SES, SNS, webhooks        the effects
    cron ─┘   translate       act, save    (pure)     └─ Step Functions            the clock
                  │                ▲ ports (Protocol)         ▲
                  └── bootstrap ───┴───────── adapters ───────┘
"""
