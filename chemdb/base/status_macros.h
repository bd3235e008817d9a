// Propagation of absl::Status, which Debian 12's Abseil has no macros for.
#pragma once

#include <utility>

#include "absl/status/status.h"
#include "absl/status/statusor.h"

// Returns from the enclosing function when `expr` (an absl::Status) is not OK.
#define TW_RETURN_IF_ERROR(expr)                            \
  do {                                                      \
    if (absl::Status tw_status = (expr); !tw_status.ok()) { \
      return tw_status;                                     \
    }                                                       \
  } while (false)

#define TW_CONCAT_INNER_(a, b) a##b
#define TW_CONCAT_(a, b) TW_CONCAT_INNER_(a, b)

// `TW_ASSIGN_OR_RETURN(auto x, F());` moves the value of an absl::StatusOr into `x`, or returns its status.
#define TW_ASSIGN_OR_RETURN(lhs, expr) TW_ASSIGN_OR_RETURN_IMPL_(TW_CONCAT_(tw_or_, __LINE__), lhs, expr)
#define TW_ASSIGN_OR_RETURN_IMPL_(tmp, lhs, expr) \
  auto tmp = (expr);                              \
  if (!tmp.ok()) {                                \
    return std::move(tmp).status();               \
  }                                               \
  lhs = *std::move(tmp)
