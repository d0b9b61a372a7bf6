/// What names and plots of made-up rows are put together from.
enum ScaleSeedWords {
    static func title(_ dice: inout ScaleSeedDice) -> String {
        switch dice.below(4) {
        case 0: "The \(dice.pick(qualities)) \(dice.pick(things))"
        case 1: "\(dice.pick(qualities)) \(dice.pick(things))"
        case 2: "\(dice.pick(things)) of the \(dice.pick(qualities)) \(dice.pick(things))"
        default: "A \(dice.pick(things)) for \(dice.pick(firstNames))"
        }
    }

    static func plot(_ dice: inout ScaleSeedDice) -> String {
        "\(dice.pick(firstNames)) returns to the \(dice.pick(qualities)) \(dice.pick(things)). "
            + "Nobody there expects what the \(dice.pick(things)) of the \(dice.pick(things)) hides, "
            + "nor that \(dice.pick(firstNames)) follows, with the \(dice.pick(qualities)) \(dice.pick(things)) and a debt."
    }

    static func person(_ dice: inout ScaleSeedDice) -> String {
        "\(dice.pick(firstNames)) \(dice.pick(lastNames).first ?? "A"). \(dice.pick(lastNames))"
    }

    private static let qualities = [
        "Amber", "Broken", "Crimson", "Distant", "Early", "Frozen", "Golden", "Hidden", "Invisible", "Jagged", "Kind",
        "Last", "Midnight", "Narrow", "Open", "Patient", "Quiet", "Restless", "Silent", "Tender", "Unknown", "Velvet",
        "Wandering", "Young",
    ]
    private static let things = [
        "Anchor", "Bridge", "Castle", "Door", "Engine", "Forest", "Garden", "Harbour", "Island", "Journey", "Kingdom",
        "Lantern", "Mountain", "Night", "Orchard", "Promise", "Quarry", "River", "Station", "Tower", "Umbrella",
        "Valley", "Winter", "Yard",
    ]
    private static let firstNames = [
        "Ada", "Boris", "Chiara", "Dmitri", "Elif", "Farid", "Greta", "Hana", "Ivo", "Jun", "Katya", "Liam", "Mina",
        "Noor", "Otto", "Priya", "Quentin", "Rosa", "Sven", "Tomoko", "Ursula", "Viktor", "Wanda", "Yusuf", "Zoe",
    ]
    private static let lastNames = [
        "Almeida", "Berg", "Castillo", "Dubois", "Eriksen", "Fontaine", "Grau", "Haddad", "Ito", "Jansen", "Kowalski",
        "Lindqvist", "Moreau", "Novak", "Okafor", "Petrov", "Quist", "Rossi", "Sato", "Tanaka", "Ueda", "Vogel",
        "Weiss",
        "Yilmaz", "Zhang",
    ]
}
