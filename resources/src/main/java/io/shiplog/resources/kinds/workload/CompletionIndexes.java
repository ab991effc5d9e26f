package io.shiplog.resources.kinds.workload;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;

/**
 * A set of completion indexes as a Job's status writes it: {@code 1,3-5,7} (batch/v1 {@code completedIndexes}, v1.34;
 * two in a row are {@code 0,1}, three {@code 0-2}). As large as its text, however many indexes it holds. Immutable.
 *
 * @param ranges in rising order, with a gap between any two
 */
public record CompletionIndexes(List<Range> ranges) {
    public static final CompletionIndexes NONE = new CompletionIndexes(List.of());

    /** Indexes from {@code first} to {@code last}, both of which are in it. */
    public record Range(int first, int last) {
        int size() {
            return last - first + 1;
        }
    }

    public CompletionIndexes {
        ranges = List.copyOf(ranges);
    }

    /**
     * Reads what a status or a rule says; what is no number ends the reading.
     *
     * @param limit indexes from here on do not count
     */
    public static CompletionIndexes parse(String text, int limit) {
        var ranges = new ArrayList<Range>();
        for (String part : text.split(",", -1)) {
            int dash = part.indexOf('-');
            int first = number(dash < 0 ? part : part.substring(0, dash));
            int last = dash < 0 ? first : number(part.substring(dash + 1));
            if (first < 0 || last < first) {
                break;
            }
            if (first < limit) {
                ranges.add(new Range(first, Math.min(last, limit - 1)));
            }
        }
        return merged(ranges);
    }

    /** These indexes, in any order. */
    public static CompletionIndexes of(Collection<Integer> indexes) {
        return merged(indexes.stream().map(index -> new Range(index, index)).toList());
    }

    private static int number(String text) {
        return text.matches("[0-9]{1,10}") ? (int) Math.min(Long.parseLong(text), Integer.MAX_VALUE - 1) : -1;
    }

    private static CompletionIndexes merged(List<Range> any) {
        var sorted = new ArrayList<Range>(any);
        sorted.sort(Comparator.comparingInt(Range::first));
        var merged = new ArrayList<Range>();
        for (Range range : sorted) {
            Range before = merged.isEmpty() ? null : merged.getLast();
            if (before != null && range.first() <= before.last() + 1) {
                merged.set(merged.size() - 1, new Range(before.first(), Math.max(before.last(), range.last())));
            } else {
                merged.add(range);
            }
        }
        return new CompletionIndexes(merged);
    }

    /** This set and {@code others}. */
    public CompletionIndexes with(CompletionIndexes others) {
        var all = new ArrayList<Range>(ranges);
        all.addAll(others.ranges);
        return merged(all);
    }

    public boolean contains(int index) {
        int low = 0;
        int high = ranges.size() - 1;
        while (low <= high) {
            int middle = (low + high) >>> 1;
            Range range = ranges.get(middle);
            if (index < range.first()) {
                high = middle - 1;
            } else if (index > range.last()) {
                low = middle + 1;
            } else {
                return true;
            }
        }
        return false;
    }

    public int size() {
        return ranges.stream().mapToInt(Range::size).sum();
    }

    /** How many of {@code others} are in this set too. */
    public int common(CompletionIndexes others) {
        int common = 0;
        int mine = 0;
        int theirs = 0;
        while (mine < ranges.size() && theirs < others.ranges.size()) {
            Range a = ranges.get(mine);
            Range b = others.ranges.get(theirs);
            common += Math.max(0, Math.min(a.last(), b.last()) - Math.max(a.first(), b.first()) + 1);
            if (a.last() < b.last()) {
                mine++;
            } else {
                theirs++;
            }
        }
        return common;
    }

    /** The first {@code count} indexes below {@code limit} that are not in the set. */
    public List<Integer> firstMissing(int count, int limit) {
        var missing = new ArrayList<Integer>();
        int candidate = 0;
        int next = 0;
        while (missing.size() < count && candidate < limit) {
            if (next < ranges.size() && candidate == ranges.get(next).first()) {
                candidate = ranges.get(next).last() + 1;
                next++;
            } else {
                missing.add(candidate++);
            }
        }
        return missing;
    }

    @Override
    public String toString() {
        var text = new StringBuilder();
        for (Range range : ranges) {
            text.append(text.isEmpty() ? "" : ",").append(range.first());
            if (range.size() > 1) {
                text.append(range.size() == 2 ? "," : "-").append(range.last());
            }
        }
        return text.toString();
    }
}
