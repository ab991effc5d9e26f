package io.shiplog.apiserver.ask;

import tools.jackson.databind.node.ObjectNode;

/**
 * What a question was answered.
 *
 * @param json for programs
 * @param text for people
 * @param upTo the resourceVersion up to which it is known; a log goes on from there
 */
public record QuestionAnswer(ObjectNode json, String text, long upTo) {}
