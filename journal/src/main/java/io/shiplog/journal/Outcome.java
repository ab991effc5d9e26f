package io.shiplog.journal;

/** What became of a proposal, as its proposer learns it. */
public sealed interface Outcome {

    /** The replica has folded it: it took effect, or it did not. */
    record Decided(Verdict verdict, State state) implements Outcome {}

    /** It may or may not take effect: the append or its read-back did not answer in time. */
    record Unknown(String reason) implements Outcome {}
}
