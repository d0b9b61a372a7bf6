import Testing

/// All suites of this target, one test at a time: starting a service blocks its thread, and the tests of other targets
/// want the remaining threads of the pool meanwhile.
@Suite(.serialized) enum ServicesTests {}
