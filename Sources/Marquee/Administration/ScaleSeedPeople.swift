/// People. Of each ten, seven act, one directs, one writes and one is behind the camera.
struct ScaleSeedPeople {
    let size: ScaleSeedSize
    let keys: ScaleSeedKeys

    static let round = 10

    /// What persons are known for, by their place among ten.
    private static let departments =
        Array(repeating: "acting", count: Part.directing.lowerBound) + ["directing", "writing", "camera"]

    /// The places of those who take a part.
    enum Part {
        static let acting = 0..<7
        static let directing = 7..<8
        static let writing = 8..<9
        static let camera = 9..<10
    }

    var tables: [ScaleSeedTable] {
        [
            ScaleSeedTable(
                "people", "id, slug, name, also_known_as, biography, birth_date, birth_place, department, updated_at",
                units: size.people, write: person)
        ]
    }

    private func person(_ person: Int, _ rows: inout String) {
        var dice = ScaleSeedDice(.person, person)
        let name = ScaleSeedWords.person(&dice)
        let other = dice.percent(10) ? ScaleSeedWords.person(&dice) : ""
        rows +=
            "\(keys.people + person + 1)\tmade-person-\(person + 1)\t\(name)\t{\(other.isEmpty ? "" : "\"\(other)\"")}"
        rows += "\t\(ScaleSeedWords.plot(&dice))\t\(1900 + dice.below(105))-\(1 + dice.below(12))-\(1 + dice.below(28))"
        rows += "\tTown \(dice.below(500))\t\(Self.departments[person % Self.round])\t2025-12-31 00:00:00+00\n"
    }

    /// Of the person with a key.
    func name(_ key: Int) -> String {
        var dice = ScaleSeedDice(.person, key - keys.people - 1)
        return ScaleSeedWords.person(&dice)
    }

    /// The key of somebody who takes a part: a few take many, most take few.
    func somebody(_ part: Range<Int>, _ dice: inout ScaleSeedDice) -> Int {
        let ten = dice.skewed(size.people / Self.round)
        return keys.people + ten * Self.round + part.lowerBound + dice.below(part.count) + 1
    }
}
