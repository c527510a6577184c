-- SHA-256 over the hash before and the content of an audit entry in one fixed form: fields in this order as a JSON array,
-- moments in UTC to the microsecond. The seal and its check use the same text.
create or replace function audit.content_hash(e audit.entry) returns bytea language sql stable
  set search_path = pg_catalog, pg_temp
  as $$ select sha256(e.previous_hash || convert_to(jsonb_build_array(
          e.tenant_id, e.seq, e.id, e.actor_kind, e.actor_id, e.distributor_id, e.action, e.subject_kind, e.subject_id, e.data,
          e.request_id, e.ip, to_char(e.created_at at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS.US'))::text, 'UTF8')) $$;
