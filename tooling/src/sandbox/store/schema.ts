/**
 * Tables of the sandbox. Times are milliseconds since 1970: `*_at` of payments and refunds on the sandbox's own clock,
 * `due_at` and `settle_at` on the machine's. Amounts are minor units.
 */
export const SCHEMA = `
create table if not exists setting (
  name text primary key,
  value text not null
) strict;

create table if not exists merchant (
  id text primary key,
  name text not null,
  api_key text not null,
  webhook_secret text not null
) strict;

-- A payment whose amount is null was closed before it was created: its reference stays closed for ever.
create table if not exists payment (
  seq integer primary key autoincrement,
  id text not null unique,
  merchant_id text not null references merchant (id),
  reference text not null,
  fingerprint text not null,
  amount integer check (amount > 0),
  currency text,
  subject text not null,
  return_url text not null,
  notify_url text not null,
  locale text not null,
  state text not null check (state in ('pending', 'captured', 'closed')),
  declined_count integer not null default 0,
  faults text,
  created_at integer not null,
  expires_at integer not null,
  closed_at integer,
  close_reason text check (close_reason in ('merchant', 'payer', 'expired')),
  unique (merchant_id, reference)
) strict;
create index if not exists payment_expiry on payment (expires_at) where state = 'pending';

create table if not exists capture (
  seq integer primary key autoincrement,
  id text not null unique,
  payment_id text not null references payment (id),
  amount integer not null check (amount > 0),
  currency text not null,
  fee integer not null check (fee >= 0),
  paid_at integer not null
) strict;
create index if not exists capture_payment on capture (payment_id);
create index if not exists capture_day on capture (paid_at, seq);

create table if not exists refund (
  seq integer primary key autoincrement,
  id text not null unique,
  merchant_id text not null references merchant (id),
  reference text not null,
  capture_id text not null references capture (id),
  amount integer not null check (amount > 0),
  currency text not null,
  reason text not null,
  state text not null check (state in ('pending', 'done', 'failed')),
  attempts integer not null,
  settle_at integer,
  settle_as text check (settle_as in ('done', 'failed')),
  created_at integer not null,
  done_at integer,
  unique (merchant_id, reference)
) strict;
create index if not exists refund_capture on refund (capture_id);
create index if not exists refund_settling on refund (settle_at) where state = 'pending';
create index if not exists refund_day on refund (done_at, seq) where state = 'done';

-- Money paid out of a merchant's account. A mute one is spoken of only after it was settled by hand.
create table if not exists payout (
  seq integer primary key autoincrement,
  id text not null unique,
  merchant_id text not null references merchant (id),
  reference text not null,
  amount integer not null check (amount > 0),
  currency text not null,
  holder text not null,
  number text not null,
  note text not null,
  state text not null check (state in ('pending', 'paid', 'failed', 'returned')),
  mute integer not null default 0 check (mute in (0, 1)),
  failure text,
  settle_at integer,
  settle_as text check (settle_as in ('paid', 'returned')),
  created_at integer not null,
  unique (merchant_id, reference)
) strict;
create index if not exists payout_settling on payout (settle_at) where settle_at is not null;

create table if not exists event (
  seq integer primary key autoincrement,
  id text not null unique,
  merchant_id text not null references merchant (id),
  payment_id text not null references payment (id),
  type text not null,
  notify_url text not null,
  body text not null,
  signature_fault text not null check (signature_fault in ('good', 'bad_once', 'bad_always')),
  delivery_fault text not null check (delivery_fault in ('send', 'drop_first', 'drop_all')),
  created_at integer not null
) strict;
create index if not exists event_payment on event (payment_id);

create table if not exists delivery (
  seq integer primary key autoincrement,
  event_id text not null references event (id),
  state text not null check (state in ('queued', 'delivered', 'dropped', 'given_up')),
  due_at integer not null,
  attempts integer not null default 0,
  last_status integer,
  last_error text,
  updated_at integer not null
) strict;
create index if not exists delivery_due on delivery (due_at, seq) where state = 'queued';
create index if not exists delivery_event on delivery (event_id);

create table if not exists mail (
  seq integer primary key autoincrement,
  received_at integer not null,
  sender text not null,
  recipients text not null,
  subject text not null,
  body_text text not null,
  body_html text not null,
  raw blob not null,
  raw_bytes integer not null
) strict;
`;
