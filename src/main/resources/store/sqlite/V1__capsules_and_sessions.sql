create table log_capsule (
  id            text    not null primary key,
  pod_uid       text    not null,
  container     text    not null,
  restart       integer not null,
  namespace     text    not null,
  pod_name      text    not null,
  app           text    not null,
  terminated_at integer not null, -- milliseconds since 1970, as expires_at
  expires_at    integer not null,
  stored        integer not null, -- bytes of its chunks
  details       text    not null, -- all of it, as JSON
  unique (pod_uid, container, restart)
);
create index log_capsule_place on log_capsule (namespace, pod_name, pod_uid, app, expires_at);
create index log_capsule_expiry on log_capsule (expires_at);
create index log_capsule_age on log_capsule (terminated_at, id, namespace, pod_uid, stored);

-- No foreign key: chunks are written before their capsule.
create table log_chunk (
  capsule_id text    not null,
  seq        integer not null,
  lines      blob    not null, -- zstd
  primary key (capsule_id, seq)
);
create index log_chunk_first on log_chunk (capsule_id) where seq = 0;

create table user_session (
  user_key   text    not null primary key,
  document   text    not null,
  etag       text    not null,
  updated_at integer not null
);
