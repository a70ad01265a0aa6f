// Most tests wait for a server to start or for something to happen: four at once fill two cores. What measures time or memory, has to
// strike at the right moment, or breaks what others would need (a lease that is not renewed in time) is marked NonParallelizable and
// has the machine for itself. To wait for seconds, or to kill a server of one's own, is no reason.
// A fixture whose tests may run beside each other (ParallelScope.All) has them put behind all others that wait, and lasts until then: none
// that starts a server of its own is marked so.
[assembly: Parallelizable(ParallelScope.Fixtures)]
[assembly: LevelOfParallelism(4)]
