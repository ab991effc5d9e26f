package io.shiplog.journal.past;

/** A keyframe is not what was written. The moments after it are folded from the one before. */
public final class DamagedKeyframeException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public DamagedKeyframeException(Keyframe keyframe, String why) {
        super("the keyframe at resourceVersion " + keyframe.resourceVersion() + " is damaged: " + why);
    }
}
