// Most tests wait for a server to start or for an event, so four of them keep two cores busy. A test runs alone (NonParallelizable)
// if it measures time or memory, must act at an exact moment, or breaks something that others need. An example is a lease that must
// be renewed in time. A test that waits for seconds or kills a separate server need not run alone. NUnit runs the tests of a
// fixture with ParallelScope.All after all other waiting tests, and the fixture lasts until then. A fixture that starts its own
// server therefore must not use that scope.
[assembly: Parallelizable(ParallelScope.Fixtures)]
[assembly: LevelOfParallelism(4)]
