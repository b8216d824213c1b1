-- What became of a citizen who was to be connected to a person; null in all where nobody was.

alter table attempt
    add column hand_off         text check (hand_off in ('transferred', 'bridged', 'not_reached')),
    add column hand_off_to      text,               -- to whom, by name: never a number
    add column hand_off_code    int,                -- the agents' final SIP code when they were not reached
    add column hand_off_seconds double precision;   -- how long citizen and agent were connected by us
