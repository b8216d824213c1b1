-- What was said and what it counted for.

create table turn (
    id            bigint generated always as identity primary key,
    attempt_id    bigint not null references attempt,
    callback_id   bigint not null references callback,
    seq           int not null,
    step          text not null,
    prompt_key    text not null,
    prompt_played text not null,
    heard_text    text,
    asr_conf      double precision,
    keys          text,
    label         text,
    confidence    double precision,
    decision      text not null,
    t0_ms         int,              -- the reply began, since the answer of the call
    t1_ms         int,
    barge_in      boolean not null default false,
    unique (attempt_id, seq)
);

create table recording (
    id              bigint generated always as identity primary key,
    attempt_id      bigint not null references attempt,
    uri             text not null,  -- relative to the recordings folder
    sha256          text not null,
    channels        int not null,
    seconds         double precision not null,
    length_error_ms double precision not null,
    legal_hold      boolean not null default false
);
create index recording_attempt on recording (attempt_id);

create table answer (
    id          bigint generated always as identity primary key,
    callback_id bigint not null references callback,
    attempt_id  bigint not null references attempt,
    question    text not null,
    label       text not null,
    source      text not null check (source in ('robot', 'keypad', 'human_review')),
    confidence  double precision not null check (confidence between 0 and 1),
    turn_id     bigint references turn,
    at          timestamptz not null
);
create index answer_callback on answer (callback_id, question);

create table answer_text (
    callback_id bigint not null references callback,
    attempt_id  bigint not null references attempt,
    name        text not null,
    text        text not null,
    primary key (callback_id, attempt_id, name)
);

create function refuse_change() returns trigger language plpgsql as $$
begin
    raise exception 'rows of % are appended, never changed or removed', tg_table_name using errcode = 'restrict_violation';
end $$;
create trigger answer_is_append_only before update or delete on answer for each row execute function refuse_change();
create trigger answer_is_never_emptied before truncate on answer for each statement execute function refuse_change();

-- The answer that counts: a person's correction over the robot's, then the latest.
create view answer_that_counts as
select distinct on (callback_id, question) id, callback_id, attempt_id, question, label, source, confidence, turn_id, at
from answer
order by callback_id, question, (source = 'human_review') desc, id desc;

-- The callback that counts for an order: after rework the second one; the first stays in its table.
create view callback_that_counts as
select distinct on (order_id) id, order_id, round, disposition, complete, last_attempt_id, closed_at
from callback
where state = 'final'
order by order_id, round desc;

-- Waiting for a person to listen; the human's verdict is an answer with source human_review.
create table review (
    id          bigint generated always as identity primary key,
    callback_id bigint not null references callback,
    attempt_id  bigint not null references attempt,
    why         text not null check (why in ('low_confidence', 'negative', 'contradiction', 'random', 'script', 'emergency')),
    created_at  timestamptz not null,
    done_at     timestamptz,
    reviewer    text,
    unique (callback_id, attempt_id, why)
);
create index review_open on review (created_at) where done_at is null;

create table outbox (
    id              bigint generated always as identity primary key,
    kind            text not null,
    payload         jsonb not null,
    idempotency_key text not null unique,
    tries           int not null default 0,
    next_at         timestamptz not null,
    done_at         timestamptz
);
create index outbox_waiting on outbox (next_at) where done_at is null;
