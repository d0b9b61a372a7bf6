/// What names and plots of made-up rows are put together from.
///
/// Each vocabulary begins with written words, which go on with spelt ones. Words are drawn as in real names (Zipf's law): of
/// 29,000 films the tenth word has a share of 1.4 percent, the hundredth of 0.3, the thousandth of 0.04.
enum ScaleSeedWords {
    static func title(_ dice: inout ScaleSeedDice) -> String {
        switch dice.below(10) {
        case 0...2: "The \(dice.rank(qualities)) \(dice.rank(things))"
        case 3...5: "\(dice.rank(qualities)) \(dice.rank(things))"
        case 6: "\(dice.rank(things)) of the \(dice.rank(qualities)) \(dice.rank(things))"
        case 7: "A \(dice.rank(things)) for \(dice.rank(firstNames))"
        case 8: "The \(dice.rank(things))"
        default: dice.rank(things)
        }
    }

    static func plot(_ dice: inout ScaleSeedDice) -> String {
        "\(dice.rank(firstNames)) returns to the \(dice.rank(qualities)) \(dice.rank(things)). "
            + "Nobody there expects what the \(dice.rank(things)) of the \(dice.rank(things)) hides, "
            + "nor that \(dice.rank(firstNames)) follows, with the \(dice.rank(qualities)) \(dice.rank(things)) and a debt."
    }

    static func person(_ dice: inout ScaleSeedDice) -> String {
        let middle = dice.percent(10) ? "\(dice.rank(lastNames).first ?? "A"). " : ""
        return "\(dice.rank(firstNames)) \(middle)\(dice.rank(lastNames))"
    }

    /// Goes on from written words with spelt ones, all different, up to a number of words.
    private static func vocabulary(_ written: [String], upTo count: Int, ending: String = "") -> [String] {
        let letters = Array("bcdfghjklmnprstvwyz")
        let syllables = letters.flatMap { first in "aeiou".map { "\(first)\($0)" } }
        let ends = ["", "n", "r", "l", "s", "th"]
        return written
            + (written.count..<count).map { number in
                // A prime step goes all over the words of three syllables and comes to none of them twice.
                let place = number * 611_953 % (syllables.count * syllables.count * syllables.count)
                let word = [place / (95 * 95), place / 95 % 95, place % 95].map { syllables[$0] }.joined()
                return word.prefix(1).uppercased() + word.dropFirst() + ends[place % ends.count] + ending
            }
    }

    private static let qualities = vocabulary(
        [
            "Amber", "Broken", "Crimson", "Distant", "Early", "Frozen", "Golden", "Hidden", "Invisible", "Jagged",
            "Kind",
            "Last", "Midnight", "Narrow", "Open", "Patient", "Quiet", "Restless", "Silent", "Tender", "Unknown",
            "Velvet",
            "Wandering", "Young",
        ], upTo: 8_000, ending: "ic")
    private static let things = vocabulary(
        [
            "Anchor", "Bridge", "Castle", "Door", "Engine", "Forest", "Garden", "Harbour", "Island", "Journey",
            "Kingdom",
            "Lantern", "Mountain", "Night", "Orchard", "Promise", "Quarry", "River", "Station", "Tower", "Umbrella",
            "Valley", "Winter", "Yard",
        ], upTo: 12_000)
    private static let firstNames = vocabulary(
        [
            "Ada", "Boris", "Chiara", "Dmitri", "Elif", "Farid", "Greta", "Hana", "Ivo", "Jun", "Katya", "Liam", "Mina",
            "Noor", "Otto", "Priya", "Quentin", "Rosa", "Sven", "Tomoko", "Ursula", "Viktor", "Wanda", "Yusuf", "Zoe",
        ], upTo: 3_000, ending: "a")
    private static let lastNames = vocabulary(
        [
            "Almeida", "Berg", "Castillo", "Dubois", "Eriksen", "Fontaine", "Grau", "Haddad", "Ito", "Jansen",
            "Kowalski",
            "Lindqvist", "Moreau", "Novak", "Okafor", "Petrov", "Quist", "Rossi", "Sato", "Tanaka", "Ueda", "Vogel",
            "Weiss",
            "Yilmaz", "Zhang",
        ], upTo: 30_000, ending: "ov")
}
