package io.shiplog.resources.kinds;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The order in which clients prefer the versions of a group: stable ones, then beta, then alpha, the highest number
 * first; names of another form come last, by name (apimachinery's {@code CompareKubeAwareVersionStrings}).
 */
record VersionPriority(int stage, int major, int minor, String name) implements Comparable<VersionPriority> {
    private static final Pattern FORM = Pattern.compile("v([0-9]{1,9})(?:(alpha|beta)([0-9]{1,9}))?");

    static VersionPriority of(String version) {
        Matcher parts = FORM.matcher(version);
        if (!parts.matches()) {
            return new VersionPriority(3, 0, 0, version);
        }
        String stage = parts.group(2);
        int rank = stage == null ? 0 : stage.equals("beta") ? 1 : 2;
        int minor = stage == null ? 0 : Integer.parseInt(parts.group(3));
        return new VersionPriority(rank, Integer.parseInt(parts.group(1)), minor, version);
    }

    @Override
    public int compareTo(VersionPriority other) {
        int byStage = Integer.compare(stage, other.stage);
        int byMajor = Integer.compare(other.major, major);
        int byMinor = Integer.compare(other.minor, minor);
        return byStage != 0 ? byStage : byMajor != 0 ? byMajor : byMinor != 0 ? byMinor : name.compareTo(other.name);
    }
}
