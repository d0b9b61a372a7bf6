\set id :first + :step * random(0, :count - 1)
select json_build_object('movie', (
  select json_build_object('id', 'M_' || id, 'title', title, 'releaseDate', release_date) from titles where id = :id));
