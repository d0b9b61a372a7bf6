/// Casts and crews of titles.
struct ScaleSeedCredits {
    let size: ScaleSeedSize
    let keys: ScaleSeedKeys

    private static let (movieCast, showCast) = (7, 16)
    /// Who leads, who writes and who films.
    private static let crew = 3
    static let ofMovie = movieCast + crew
    static let ofShow = showCast + crew + 1

    var tables: [ScaleSeedTable] {
        [
            ScaleSeedTable(
                "credits", "person_id, person_name, title_id, department, job, character, billing",
                units: size.titles, rowsPerUnit: 11, write: credits)
        ]
    }

    private func credits(_ title: Int, _ rows: inout String) {
        let people = ScaleSeedPeople(size: size, keys: keys)
        var dice = ScaleSeedDice(.credits, title)
        let isMovie = title < size.movies
        func somebody(_ part: Range<Int>) -> String {
            let person = people.somebody(part, &dice)
            return "\(person)\t\(people.name(person))\t\(keys.titles + title + 1)"
        }
        func crew(_ part: Range<Int>, _ work: String) { rows += "\(somebody(part))\t\(work)\t\\N\t32767\n" }
        crew(ScaleSeedPeople.Part.directing, "directing\tDirector")
        crew(ScaleSeedPeople.Part.writing, "writing\tWriter")
        crew(ScaleSeedPeople.Part.camera, "camera\tDirector of Photography")
        if !isMovie { crew(ScaleSeedPeople.Part.writing, "created_by\tCreator") }
        for place in 0..<(isMovie ? Self.movieCast : Self.showCast) {
            rows += "\(somebody(ScaleSeedPeople.Part.acting))\tacting\t\\N\tRole \(place + 1)\t\(place)\n"
        }
    }
}
