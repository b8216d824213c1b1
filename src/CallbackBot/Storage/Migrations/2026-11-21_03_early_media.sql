-- What was seen and heard before the final answer of an attempt, as it was: codes, causes and tones are only interpreted in 'disposition'.

alter table attempt
    add column provisional      int,                -- the highest 1xx
    add column early_sound      text,               -- the most telling sound of early media: ringback, busy, announcement …
    add column early_confidence double precision,   -- 0 to 1
    add column early_cadence    text;               -- a tone's last durations as measured, ms on and off in turn
