import Glibc

@testable import Services

/// A temp folder for one test, removed with the value.
struct Scratch: ~Copyable {
    let place: ServicePlace

    /// A fresh cluster kept between runs, to copy.
    static let cache = ".build/throw-away"

    init() throws { place = try ServicePlace.throwAway() }

    deinit { try? Files.remove(place.home) }
}
