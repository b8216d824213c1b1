-- What answered instead of a person, and how good the line was; null where there is nothing to say.

alter table attempt
    add column machine          text check (machine in ('voicemail', 'announcement', 'fax', 'assistant', 'recording')),
    add column machine_evidence text,               -- what gave it away: beep, fax_tone, recorded_voice, words …
    add column machine_ms       int;                -- when, since the answer

alter table recording
    add column quality       text[] not null default '{}',      -- clipping, one_way, low_level, echo, loss
    add column speech_dbfs   double precision,      -- level of the far side while it speaks
    add column clipped_share double precision,      -- of its slots of speech
    add column lost_share    double precision,      -- of the slots that were to arrive
    add column echo_db       double precision;      -- our voice in the line, less our voice as it was sent
