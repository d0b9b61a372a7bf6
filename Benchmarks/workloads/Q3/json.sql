\set id :first + :step * random(0, :count - 1)
select json_build_object('show', (
  select json_build_object('title', t.title, 'seasons', (
    select json_agg(json_build_object(
             'number', n.number, 'title', coalesce(n.title, 'Season ' || n.number),
             'episodes', json_build_object('nodes', (
               select json_agg(json_build_object(
                        'id', 'E_' || e.id, 'title', coalesce(e.title, 'Episode ' || e.number),
                        'overview', e.overview, 'airDate', e.air_date) order by e.number)
                 from episodes e where e.season_id = n.id))) order by n.number)
      from seasons n where n.show_id = t.id))
    from titles t where t.id = :id));
