#include "screening/model/record.h"

namespace tidewaiter {
namespace {

constexpr std::string_view kFieldNames[kFieldCount] = {"id",
                                                       "consignment",
                                                       "master_waybill",
                                                       "house_waybill",
                                                       "date",
                                                       "mode",
                                                       "origin",
                                                       "transit",
                                                       "destination",
                                                       "hs_code",
                                                       "description",
                                                       "quantity",
                                                       "unit",
                                                       "packages",
                                                       "net_mass",
                                                       "gross_mass",
                                                       "mass_unit",
                                                       "value",
                                                       "currency",
                                                       "consignor",
                                                       "consignor_address",
                                                       "consignor_phone",
                                                       "consignee",
                                                       "consignee_address",
                                                       "consignee_phone",
                                                       "notify_party",
                                                       "end_use",
                                                       "cas_rn",
                                                       "structure"};

}  // namespace

std::string_view FieldName(Field field) { return kFieldNames[static_cast<size_t>(field)]; }

std::optional<Field> ParseField(std::string_view name) {
  for (size_t i = 0; i < kFieldCount; ++i) {
    if (kFieldNames[i] == name) return static_cast<Field>(i);
  }
  return std::nullopt;
}

}  // namespace tidewaiter
