// One value of a view, without allocation.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace tidewaiter::policy {

struct Cell {
  enum class Kind : uint8_t { kNull, kInteger, kReal, kText };
  Kind kind = Kind::kNull;
  int64_t integer = 0;
  double real = 0;
  std::string_view text;

  static Cell Null() { return {}; }
  static Cell Integer(int64_t value) { return {Kind::kInteger, value, 0, {}}; }
  static Cell Integer(std::optional<int64_t> value) { return value ? Integer(*value) : Cell{}; }
  // SQLite has no NaN: it is NULL there too.
  static Cell Real(double value) { return value == value ? Cell{Kind::kReal, 0, value, {}} : Cell{}; }
  static Cell Real(std::optional<double> value) { return value ? Real(*value) : Cell{}; }
  static Cell Text(std::string_view value) { return {Kind::kText, 0, 0, value}; }
};

}  // namespace tidewaiter::policy
