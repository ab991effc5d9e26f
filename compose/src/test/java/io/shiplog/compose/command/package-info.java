@NullMarked
package io.shiplog.compose.command;

import org.jspecify.annotations.NullMarked;
