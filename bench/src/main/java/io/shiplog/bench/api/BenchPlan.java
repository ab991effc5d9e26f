package io.shiplog.bench.api;

import java.util.List;

/**
 * What the benchmark does.
 *
 * @param writes how many objects are created, updated and read with many clients; 0 leaves these measurements out
 * @param lists how long the listed collections are, rising; sizes of 0 are left out, empty leaves lists out
 * @param watchers how many watchers changes are delivered to, one measurement each; empty leaves watches out
 */
public record BenchPlan(int writes, List<Integer> lists, List<Integer> watchers) {
    public BenchPlan {
        lists = lists.stream().filter(size -> size > 0).sorted().toList();
        watchers = watchers.stream().filter(count -> count > 0).toList();
    }
}
