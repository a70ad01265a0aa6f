// Most tests wait for a server to start or for an event, so four of them keep two cores busy. A test that measures time or memory, must act
// at an exact moment, or breaks something that others need (for example a lease that must be renewed in time) is marked NonParallelizable
// and runs alone. Waiting for seconds and killing a separate server are no reasons for that. NUnit runs the tests of a fixture with
// ParallelScope.All after all other waiting tests, and the fixture lasts until then. A fixture that starts its own server therefore does
// not have it.
[assembly: Parallelizable(ParallelScope.Fixtures)]
[assembly: LevelOfParallelism(4)]
