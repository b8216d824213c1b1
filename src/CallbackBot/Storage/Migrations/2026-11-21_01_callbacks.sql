-- What is due, and every dial that was made for it.

create table callback (
    id              bigint generated always as identity primary key,
    order_id        bigint not null references work_order,
    caller_id       bigint not null references caller,
    round           int not null default 1 check (round >= 1),
    state           text not null default 'open' check (state in ('open', 'final')),
    due_at          timestamptz not null,
    disposition     text,           -- of the last attempt that dealt with this order
    complete        boolean not null default false,
    last_attempt_id bigint,
    closed_reason   text check (closed_reason in ('answered', 'never_again', 'attempts_used', 'suppressed')),
    closed_at       timestamptz,
    unique (order_id, round),
    check ((state = 'final') = (closed_at is not null and closed_reason is not null and disposition is not null))
);
create index callback_due on callback (due_at, id) where state = 'open';
create index callback_open_of_caller on callback (caller_id) where state = 'open';
create index callback_closed on callback (closed_at) where state = 'final';

create table script_version (
    id            bigint generated always as identity primary key,
    script        text not null,
    sha256        text not null,
    yaml          text not null,
    first_used_at timestamptz not null,
    unique (script, sha256)
);

-- Committed before the INVITE leaves. 'objections' is what the dial rules said on a test trunk, where most of them do not block.
create table attempt (
    id                bigint generated always as identity primary key,
    caller_id         bigint not null references caller,
    no                int not null,
    owner             text not null,
    fence             bigint not null,
    script_version_id bigint references script_version,
    objections        text[] not null default '{}',
    dialled_at        timestamptz not null,
    answered_at       timestamptz,
    ended_at          timestamptz,
    carrier_code      int,
    carrier_reason    text,
    q850_cause        int,
    disposition       text,
    counts            boolean not null default true,
    last_step         text,
    unique (caller_id, no),
    check ((ended_at is null) = (disposition is null))
);
create index attempt_of_caller on attempt (caller_id, dialled_at);
create index attempt_open on attempt (caller_id) where ended_at is null;
alter table callback add foreign key (last_attempt_id) references attempt;

-- Orders that an attempt was made for; disposition stays null where the call ended before an order was spoken about.
create table attempt_order (
    attempt_id  bigint not null references attempt,
    callback_id bigint not null references callback,
    seq         int not null,
    disposition text,
    complete    boolean not null default false,
    primary key (attempt_id, callback_id)
);
create index attempt_order_callback on attempt_order (callback_id);

create table attempt_leg (
    attempt_id bigint not null references attempt,
    seq        int not null,
    trunk      text not null,
    code       int,
    reason     text,
    started_at timestamptz not null,
    ended_at   timestamptz,
    primary key (attempt_id, seq)
);

create table suppression (
    id                bigint generated always as identity primary key,
    phone_hash        bytea not null,
    reason            text not null,
    since             timestamptz not null,
    until             timestamptz,   -- null: for good
    source_attempt_id bigint references attempt
);
create index suppression_phone on suppression (phone_hash);

create table calendar_day (
    date   date primary key,
    kind   text not null check (kind in ('holiday', 'working')),
    name   text not null,
    notice text not null
);
