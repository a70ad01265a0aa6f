using Microsoft.AspNetCore.Mvc.ActionConstraints;
using Microsoft.AspNetCore.Mvc.ApplicationModels;
using Microsoft.AspNetCore.Routing;

namespace VideoChat.Api.Controllers.Binding;

/// <summary>Lets every <c>GET</c> action also handle <c>HEAD</c> (RFC 9110 §9.1). Kestrel omits the body.</summary>
internal sealed class HeadConvention : IActionModelConvention
{
    public void Apply(ActionModel action)
    {
        if (action.Selectors.Any(selector => MethodsOf(selector).Contains(HttpMethods.Head)))
            return;
        foreach (var selector in action.Selectors.Where(selector => MethodsOf(selector).Contains(HttpMethods.Get)))
        {
            string[] methods = [.. MethodsOf(selector), HttpMethods.Head];
            selector.ActionConstraints.Remove(selector.ActionConstraints.OfType<HttpMethodActionConstraint>().Single());
            selector.ActionConstraints.Add(new HttpMethodActionConstraint(methods));
            foreach (var metadata in selector.EndpointMetadata.OfType<HttpMethodMetadata>().ToList())
                selector.EndpointMetadata.Remove(metadata);
            selector.EndpointMetadata.Add(new HttpMethodMetadata(methods));
        }
    }

    private static IEnumerable<string> MethodsOf(SelectorModel selector) =>
        selector.ActionConstraints.OfType<HttpMethodActionConstraint>().SelectMany(constraint => constraint.HttpMethods);
}
