namespace BudgetEnforcement.Tests.Admission;

public sealed class TryAddCostAdmissionTests() : AdmissionTests(Door.TryAddCost);

public sealed class TryAddCostCheckedAdmissionTests() : AdmissionTests(Door.TryAddCostChecked);

public sealed class TryReserveAdmissionTests() : AdmissionTests(Door.TryReserve);

public sealed class TryReserveCheckedAdmissionTests() : AdmissionTests(Door.TryReserveChecked);

public sealed class ReserveAdmissionTests() : AdmissionTests(Door.Reserve);

public sealed class ReserveAsyncAdmissionTests() : AdmissionTests(Door.ReserveAsync);

public sealed class CheckBudgetAvailableAdmissionTests() : AdmissionTests(Door.CheckBudgetAvailable);

public sealed class ExecuteAsyncAdmissionTests() : AdmissionTests(Door.ExecuteAsync);

public sealed class RunAdmissionTests() : AdmissionOnAPathTests(Door.Run);

public sealed class StartMeterAdmissionTests() : AdmissionOnAPathTests(Door.StartMeter);

public sealed class TryRenewAdmissionTests() : AdmissionOnAPathTests(Door.TryRenew);

public sealed class BudgetCheckAdmissionTests() : AdmissionOfOneBudgetTests(Door.BudgetCheck);
