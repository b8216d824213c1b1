-- Who asked for what, and who answers for it.

create table unit (
    id             bigint generated always as identity primary key,
    kind           text not null check (kind in ('city_dept', 'district', 'street', 'community', 'enterprise', 'platform')),
    name           text not null unique,
    spoken_name    text,            -- as said in Mandarin; the name itself when null
    spoken_name_en text             -- as said in English
);

create table category (
    code text primary key,
    name text not null
);

-- A telephone number and the party behind it. Caps, opt-outs and leases belong to the number, whatever the order.
create table caller (
    id          bigint generated always as identity primary key,
    kind        text not null check (kind in ('person', 'company')),
    phone_enc   bytea not null,
    phone_hash  bytea not null unique,
    language    text not null check (language in ('zh-CN', 'en')),
    lease_owner text,
    lease_until timestamptz,
    fence       bigint not null default 0
);

create table work_order (
    id              bigint generated always as identity primary key,
    order_no        text not null unique,
    order_type      text,
    category_code   text references category,
    title           text not null,
    short_title     text not null,
    content         text not null,
    district        text not null,
    street          text,
    caller_id       bigint not null references caller,
    caller_name_enc bytea,          -- of the order, not of the number: a family shares a telephone
    accepted_at     timestamptz not null,
    closed_at       timestamptz not null,
    result_text     text,
    assessed        boolean not null default true,
    state           text not null default 'awaiting_callback' check (state in ('awaiting_callback', 'answered', 'not_answered')),
    source_hash     bytea not null, -- keyed: the content includes name and phone
    imported_at     timestamptz not null
);
create index work_order_caller on work_order (caller_id);

create table order_unit (
    order_id         bigint not null references work_order,
    unit_id          bigint not null references unit,
    role             text not null check (role in ('main', 'assist', 'forward')),
    counts_for_score boolean not null,
    primary key (order_id, unit_id)
);
create index order_unit_unit on order_unit (unit_id);
