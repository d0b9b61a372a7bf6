\set id :first + :step * random(0, :count - 1)
\startpipeline
select title from titles where id = :id;
select id, number, coalesce(title, 'Season ' || number) from seasons where show_id = :id order by number;
select season_id, id, coalesce(title, 'Episode ' || number), overview, air_date from episodes
 where show_id = :id order by season_number, number;
\endpipeline
